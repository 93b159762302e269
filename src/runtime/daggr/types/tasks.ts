/* eslint-disable @typescript-eslint/no-explicit-any -- the results of some tasks are open data */
import type {
  AnnotatedImageValue,
  AudioFile,
  HighlightedToken,
  ImageFile,
  LabelValue,
  VideoFile,
} from "../../components/values.ts";
import type { DefaultOutput, SpecValues } from "./outputs.ts";

/** What a model can be asked to do, with what comes back first. */
export interface TaskResults {
  conversational: string;
  "image-text-to-text": string;
  "text-generation": string;
  "text2text-generation": string;
  summarization: string;
  translation: string;
  "text-classification": LabelValue;
  "zero-shot-classification": LabelValue;
  "token-classification": HighlightedToken[];
  "fill-mask": string;
  "question-answering": string;
  "table-question-answering": string;
  "feature-extraction": any;
  "sentence-similarity": number[];
  "tabular-classification": any;
  "tabular-regression": any;
  "text-to-image": ImageFile;
  "text-to-video": VideoFile;
  "image-to-image": ImageFile;
  "image-to-video": VideoFile;
  "image-text-to-image": ImageFile;
  "image-text-to-video": VideoFile;
  "image-to-text": string;
  "image-classification": LabelValue;
  "zero-shot-image-classification": LabelValue;
  "object-detection": any;
  "image-segmentation": AnnotatedImageValue;
  "visual-question-answering": string;
  "document-question-answering": string;
  "text-to-speech": AudioFile;
  "text-to-audio": AudioFile;
  "automatic-speech-recognition": string;
  "audio-classification": LabelValue;
  "audio-to-audio": AudioFile;
}

/** A task that Inference Providers know. */
export type Task = keyof TaskResults;

/** What the outputs carry: as their components say; where no outputs are given, as the task says. */
export type TaskOutputs<T extends Task, O, Post> = [O, DefaultOutput] extends [DefaultOutput, O]
  ? { output: unknown extends Post ? ([Task] extends [T] ? any : TaskResults[T]) : Awaited<Post> }
  : SpecValues<O>;
