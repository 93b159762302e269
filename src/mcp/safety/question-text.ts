import type { Json } from "../../runtime/values/value.ts";
import { cleanText } from "./untrusted.ts";

/** What a person is asked before an assistant runs code: what it will do, and what that may cost. */
export function questionText({
  what,
  subject,
  services,
  inputs = {},
}: {
  /** "run all of it" */
  readonly what: string;
  /** The workflow, as the person knows it. */
  readonly subject: string;
  /** "the Space owner/name"; undefined where none is called whatever the text names. */
  readonly services?: readonly string[];
  readonly inputs?: Readonly<Record<string, Json>>;
}): string {
  const given = Object.entries(inputs).map(([input, value]) => `${input} = ${short(JSON.stringify(value))}`);
  const lines = [
    `An assistant wants to ${what}: ${subject}. The file's code runs on this machine with your rights.`,
    ...(services === undefined ? [] : [calls(services)]),
    ...(given.length > 0 ? [`With ${given.join(", ")}.`] : []),
  ];
  return cleanText(lines.join("\n"));
}

function calls(services: readonly string[]): string {
  if (services.length === 0) return "Its text names no Space and no model.";
  return `It may call, with your Hugging Face account and its quota: ${[...new Set(services)].join(", ")}.`;
}

function short(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
