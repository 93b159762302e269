import assert from "node:assert/strict";
import type { ComponentName } from "../../../src/runtime/components/description.ts";
import type { Task } from "../../../src/runtime/daggr/public.ts";
import { taskName, taskNames, taskOf } from "../../../src/runtime/inference/tasks/table.ts";

/** The compiler holds that every task of the types is here, and no other. */
const results: Readonly<Record<Task, ComponentName>> = {
  conversational: "Textbox",
  "image-text-to-text": "Textbox",
  "text-generation": "Textbox",
  "text2text-generation": "Textbox",
  summarization: "Textbox",
  translation: "Textbox",
  "text-classification": "Label",
  "zero-shot-classification": "Label",
  "token-classification": "HighlightedText",
  "fill-mask": "Textbox",
  "question-answering": "Textbox",
  "table-question-answering": "Textbox",
  "feature-extraction": "JSON",
  "sentence-similarity": "JSON",
  "tabular-classification": "JSON",
  "tabular-regression": "JSON",
  "text-to-image": "Image",
  "text-to-video": "Video",
  "image-to-image": "Image",
  "image-to-video": "Video",
  "image-text-to-image": "Image",
  "image-text-to-video": "Video",
  "image-to-text": "Textbox",
  "image-classification": "Label",
  "zero-shot-image-classification": "Label",
  "object-detection": "JSON",
  "image-segmentation": "AnnotatedImage",
  "visual-question-answering": "Textbox",
  "document-question-answering": "Textbox",
  "text-to-speech": "Audio",
  "text-to-audio": "Audio",
  "automatic-speech-recognition": "Textbox",
  "audio-classification": "Label",
  "audio-to-audio": "Audio",
};

describe("The tasks that the types know", () => {
  it("are those that the engine calls", () => {
    assert.deepEqual([...new Set(Object.keys(results).map(taskName))].sort(), [...taskNames].sort());
  });

  for (const [task, component] of Object.entries(results)) {
    it(`return first what the types say: ${task}`, () =>
      assert.equal(taskOf(task)?.outputs[0]?.component, component));
  }
});
