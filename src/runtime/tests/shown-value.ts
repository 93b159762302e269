import { basename, dirname } from "node:path";
import { tmpdir } from "node:os";
import { redactValue } from "../failures/secrets.ts";
import { relativePaths } from "../text/relative-paths.ts";
import { isFileRef, type Json, type Value } from "../values/value.ts";
import { isKeptFile } from "./test-values.ts";

/** Characters of a value, and lines of a difference, that a report has. */
const maxText = 20_000;
const maxLines = 200;

/** Values without what tells where a workflow lies on this machine: two machines have to give the same. */
export function portable(workflow: string): (value: Value) => Value {
  const show = relativePaths(dirname(workflow), [tmpdir()]);
  const shown = (value: Value): Value => {
    if (typeof value === "string") return show(value);
    if (typeof value !== "object" || value === null || isFileRef(value)) return value;
    if (Array.isArray(value)) return (value as readonly Value[]).map(shown);
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shown(part)]));
  };
  return shown;
}

/** A value as a report has it: a text as it is, else JSON in which files have their names. */
export function shownValue(value: Value | Json): string {
  const named = redactValue(withNames(value));
  return typeof named === "string" ? named : JSON.stringify(named, undefined, 2);
}

function withNames(value: Value | Json): Json {
  if (isFileRef(value)) return `file ${value.name} (${value.size} bytes)`;
  if (isKeptFile(value)) return `file ${basename(value.$file)}`;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(withNames);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withNames(part)]));
}

export function cut(text: string): string {
  return text.length > maxText ? `${text.slice(0, maxText)}…` : text;
}

/** The lines that differ, with a few around them: `-` for what was expected, `+` for what came. */
export async function lineDiff(expected: string, actual: string): Promise<string> {
  const { structuredPatch } = await import("diff");
  const patch = structuredPatch("", "", `${cut(expected)}\n`, `${cut(actual)}\n`, "", "", { context: 3 });
  const lines = patch.hunks.flatMap((hunk, at) => [...(at > 0 ? ["…"] : []), ...hunk.lines]);
  return [...lines.slice(0, maxLines), ...(lines.length > maxLines ? ["…"] : [])].join("\n");
}
