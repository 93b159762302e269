import type { Value } from "../../values/value.ts";
import type { TaskInput, TaskOutput } from "../task-spec.ts";

// Inputs, outputs and forms of results that several tasks share.

export const textInput: TaskInput = {
  name: "text",
  component: "Textbox",
  required: true,
  about: "The text.",
  also: ["inputs", "input", "prompt", "sentence"],
};

export const promptInput: TaskInput = {
  name: "prompt",
  component: "Textbox",
  required: true,
  about: "What to make.",
  also: ["text", "inputs", "input"],
};

export const imageInput: TaskInput = {
  name: "image",
  component: "Image",
  required: true,
  about: "The image.",
  also: ["inputs", "input"],
};

export const audioInput: TaskInput = {
  name: "audio",
  component: "Audio",
  required: true,
  about: "The sound.",
  also: ["inputs", "input"],
};

export const questionInput: TaskInput = {
  name: "question",
  component: "Textbox",
  required: true,
  about: "The question.",
  also: ["prompt", "query", "text"],
};

export const labelsInput: TaskInput = {
  name: "labels",
  component: "Textbox",
  required: true,
  about: "The classes to choose from: a list, or text with commas.",
  also: ["candidate_labels", "candidateLabels", "classes"],
};

export const tableInput: TaskInput = {
  name: "table",
  component: "Dataframe",
  required: true,
  about: "The table.",
  also: ["data", "inputs", "input"],
};

export const labelOutput: TaskOutput = {
  name: "label",
  component: "Label",
  about: "The winner and every class's confidence.",
};

export const textOutput = (about: string): TaskOutput => ({ name: "text", component: "Textbox", about });
export const answerOutput: TaskOutput = { name: "answer", component: "Textbox", about: "The answer." };
export const scoreOutput: TaskOutput = {
  name: "score",
  component: "Number",
  about: "How sure it is, from 0 to 1.",
};

/** Scores as a `gr.Label` shows them, the most likely first. */
export function labelOf(scores: readonly { readonly label: string; readonly score: number }[]): Value {
  const ranked = [...scores].sort((one, other) => other.score - one.score);
  return {
    label: ranked[0]?.label ?? null,
    confidences: ranked.map(({ label, score }) => ({ label, confidence: score })),
  };
}

/** A `gr.Dataframe`'s columns by title, as models want them. */
export function columnsOf(table: Value): Record<string, string[]> {
  const { headers = [], data = [] } = (table ?? {}) as {
    headers?: readonly string[];
    data?: readonly (readonly Value[])[];
  };
  return Object.fromEntries(
    headers.map((header, at) => [
      header,
      data.map((row) => (row[at] === null ? "" : String(row[at] as string))),
    ]),
  );
}
