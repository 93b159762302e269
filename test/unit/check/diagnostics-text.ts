import { applyEdits } from "../../../src/runtime/check/edit/apply.ts";
import type { Diagnostic } from "../../../src/runtime/protocol/language.ts";

/** Problems as golden files show them: place, severity, code, message, related places, fixes with what they change. */
export function diagnosticsText(code: string, problems: readonly Diagnostic[]): string {
  return problems.map((problem) => diagnosticText(code, problem)).join("\n");
}

function diagnosticText(
  code: string,
  { range, severity, code: name, message, related, fixes }: Diagnostic,
): string {
  const { start, end } = range;
  const at = `${start.line + 1}:${start.character + 1}-${end.line === start.line ? "" : `${end.line + 1}:`}${end.character + 1}`;
  const lines = [`${at} ${severity} ${name}: ${message}`];
  for (const one of related)
    lines.push(`  see ${one.range.start.line + 1}:${one.range.start.character + 1}: ${one.message}`);
  for (const { title, edits, safe, signIn } of fixes) {
    lines.push(`  fix${safe ? " (safe)" : ""}: ${title}${signIn ? ` [sign in to ${signIn.to}]` : ""}`);
    if (edits.length > 0) lines.push(...changed(code, applyEdits(code, edits)).map((line) => `    ${line}`));
  }
  return lines.join("\n");
}

/** The lines that differ, between the common beginning and the common end. */
function changed(before: string, after: string): readonly string[] {
  const old = before.split("\n");
  const now = after.split("\n");
  let head = 0;
  while (head < Math.min(old.length, now.length) && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < Math.min(old.length, now.length) - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const lines = now.slice(head, now.length - tail);
  return lines.length === 0 ? ["(lines removed)"] : lines.map((line) => `| ${line}`.trimEnd());
}
