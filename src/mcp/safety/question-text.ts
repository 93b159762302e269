import type { Json } from "../../runtime/values/value.ts";
import { cleanText } from "./untrusted.ts";

interface Recording {
  readonly name: string;
  /** Whether calls that are not in it are made. */
  readonly makesMissing: boolean;
  /** Whether those are recorded in it. */
  readonly keepsLive: boolean;
}

/** What a person is asked before an assistant runs code: what it will do, and what that may cost. */
export function questionText({
  what,
  subject,
  services,
  recording,
  inputs = {},
}: {
  /** "run all of it" */
  readonly what: string;
  /** The workflow, as the person knows it. */
  readonly subject: string;
  /** "the Space owner/name"; undefined where none is called whatever the text names. */
  readonly services?: readonly string[];
  /** What answers calls. */
  readonly recording?: Recording;
  readonly inputs?: Readonly<Record<string, Json>>;
}): string {
  const given = Object.entries(inputs).map(([input, value]) => `${input} = ${short(JSON.stringify(value))}`);
  const lines = [
    `An assistant wants to ${what}: ${subject}. The file's code runs on this machine with your rights.`,
    ...(services === undefined ? [] : [calls(services, recording)]),
    ...(given.length > 0 ? [`With ${given.join(", ")}.`] : []),
  ];
  return cleanText(lines.join("\n"));
}

function calls(services: readonly string[], recording: Recording | undefined): string {
  if (recording?.makesMissing === false)
    return `Calls of Spaces and models are answered from '${recording.name}', and no other is made.`;
  if (services.length === 0) return "Its text names no Space and no model.";
  const beside = recording
    ? `Calls that are not in '${recording.name}' are made, within a budget${recording.keepsLive ? ", and recorded there" : ""}. `
    : "";
  return `${beside}It may call, with your Hugging Face account and its quota: ${[...new Set(services)].join(", ")}.`;
}

function short(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
