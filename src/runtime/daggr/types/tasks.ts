/* eslint-disable @typescript-eslint/no-explicit-any -- the results of most tasks are open data */
import type { AudioFile, ImageFile, VideoFile } from "../../components/values.ts";
import type { DefaultOutput, SpecValues } from "./outputs.ts";

/** What a model can be asked to do, with what comes back first where that is one plain value. */
export interface TaskResults {
  "text-generation": string;
  conversational: string;
  "image-text-to-text": string;
  summarization: string;
  translation: string;
  "image-to-text": string;
  "automatic-speech-recognition": string;
  "text-to-image": ImageFile;
  "image-to-image": ImageFile;
  "image-text-to-image": ImageFile;
  "text-to-speech": AudioFile;
  "text-to-audio": AudioFile;
  "text-to-video": VideoFile;
  "image-to-video": VideoFile;
  "image-text-to-video": VideoFile;
  "audio-to-audio": any;
  "audio-classification": any;
  "image-classification": any;
  "image-segmentation": any;
  "object-detection": any;
  "zero-shot-image-classification": any;
  "document-question-answering": any;
  "visual-question-answering": any;
  "feature-extraction": any;
  "fill-mask": any;
  "question-answering": any;
  "sentence-similarity": any;
  "table-question-answering": any;
  "text-classification": any;
  "token-classification": any;
  "zero-shot-classification": any;
  "tabular-classification": any;
  "tabular-regression": any;
}

/** A task that Inference Providers know. */
export type Task = keyof TaskResults;

/** What the outputs carry: as their components say; where no outputs are given, as the task says. */
export type TaskOutputs<T extends Task, O, Post> = [O, DefaultOutput] extends [DefaultOutput, O]
  ? { output: unknown extends Post ? ([Task] extends [T] ? any : TaskResults[T]) : Awaited<Post> }
  : SpecValues<O>;
