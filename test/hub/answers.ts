import { readFileSync } from "node:fs";
import { png } from "./png.ts";
import { wav } from "./wav.ts";

/** What a model on the local Hub answers: bytes of a type, or JSON. Plain functions of the input, so tests can expect it. */
export type ModelAnswer = { readonly type: string; readonly bytes: Buffer } | { readonly json: unknown };

const clip = new URL("../apps/media/clip.webm", import.meta.url);

const image = (text: string): ModelAnswer => ({ type: "image/png", bytes: png(text) });
const sound = (text: string): ModelAnswer => ({ type: "audio/wav", bytes: wav(text) });
const video = (): ModelAnswer => ({ type: "video/webm", bytes: readFileSync(clip) });
const json = (value: unknown): ModelAnswer => ({ json: value });
const labels = [
  { label: "POSITIVE", score: 0.75 },
  { label: "NEGATIVE", score: 0.25 },
];

/** By task, in the form that the provider hf-inference gives. `text` is the prompt, or says what was sent. */
export const answers: Readonly<Record<string, (text: string) => ModelAnswer>> = {
  "text-to-image": image,
  "image-to-image": (text) => image(`changed ${text}`),
  "text-to-speech": sound,
  "text-to-audio": sound,
  "text-to-video": video,
  "image-to-video": video,
  "automatic-speech-recognition": (text) => json({ text: `heard ${text}` }),
  "audio-classification": () => json(labels),
  "audio-to-audio": (text) =>
    json([{ label: "out", "content-type": "audio/wav", blob: wav(text).toString("base64") }]),
  "image-classification": () => json(labels),
  "image-segmentation": (text) => json([{ label: "thing", score: 0.9, mask: png(text).toString("base64") }]),
  "image-to-text": (text) => json({ generated_text: `a picture of ${text}` }),
  "object-detection": () =>
    json([{ label: "cat", score: 0.9, box: { xmin: 1, ymin: 2, xmax: 30, ymax: 40 } }]),
  "zero-shot-image-classification": () => json(labels),
  "document-question-answering": () => json([{ answer: "42", score: 0.9, start: 0, end: 1 }]),
  "visual-question-answering": () => json([{ answer: "a cat", score: 0.9 }]),
  "feature-extraction": (text) => json([text.length, 0.5, 0.25]),
  "fill-mask": (text) => json([{ score: 0.9, sequence: text, token: 7, token_str: "word" }]),
  "question-answering": (text) => json({ answer: text.slice(0, 8), score: 0.9, start: 0, end: 8 }),
  "sentence-similarity": () => json([0.9, 0.1]),
  summarization: (text) => json([{ summary_text: `in short: ${text}` }]),
  "table-question-answering": () =>
    json({ answer: "3", aggregator: "SUM", cells: ["1", "2"], coordinates: [[0, 0]] }),
  "tabular-classification": () => json([1, 0]),
  "tabular-regression": () => json([1.5, 2.5]),
  "text-classification": () => json([labels]),
  "token-classification": (text) =>
    json([{ entity_group: "PER", score: 0.9, word: text.slice(0, 3), start: 0, end: 3 }]),
  translation: (text) => json([{ translation_text: `traduit : ${text}` }]),
  "zero-shot-classification": () => json({ labels: ["a", "b"], scores: [0.8, 0.2] }),
};

/** A chat model's answer to the last thing said. */
export function reply(said: string): string {
  return `You said: ${said}`;
}

/** A text model's continuation. */
export function continuation(prompt: string): string {
  return `${prompt} and so on.`;
}
