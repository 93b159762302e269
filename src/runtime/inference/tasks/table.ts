import type { TaskSpec } from "../task-spec.ts";
import { audioTasks } from "./audio.ts";
import { chatTasks } from "./chat.ts";
import { imageTasks } from "./images.ts";
import { textTasks } from "./text.ts";

const table: Readonly<Record<string, TaskSpec>> = {
  ...chatTasks,
  ...textTasks,
  ...imageTasks,
  ...audioTasks,
};

/** Other names of tasks: the Hub's and people's. */
const names: Readonly<Record<string, string>> = {
  chat: "conversational",
  "chat-completion": "conversational",
  "image-text-to-text": "conversational",
  "text2text-generation": "text-generation",
  "sentiment-analysis": "text-classification",
  ner: "token-classification",
  asr: "automatic-speech-recognition",
};

export const taskNames: readonly string[] = Object.keys(table);

/** A task's name as the table has it. */
export function taskName(task: string): string {
  return names[task] ?? task;
}

/** What goes in and out of a task, and how it is called; undefined where there is no such task. */
export function taskOf(task: string): TaskSpec | undefined {
  const name = taskName(task);
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
