import assert from "node:assert/strict";
import { applyEdits } from "../../../src/runtime/check/edit/apply.ts";
import type { Diagnostic } from "../../../src/runtime/protocol/language.ts";
import type { Mutation } from "./mutations.ts";

/** A misspelt name is reported where it is written, and the first fix makes the workflow what it was. */
export function assertFoundAndFixed(
  { title, code, at, rules }: Mutation,
  original: string,
  check: (code: string) => readonly Diagnostic[],
): void {
  const found = check(code);
  const told = found.map(({ code: rule, message }) => `${rule}: ${message}`).join("\n");
  const problem = found.find(
    ({ code: rule, range }) =>
      rules.includes(rule) && range.start.line === at.line && range.start.character === at.character,
  );
  assert.ok(
    problem,
    `${title} is not found at ${at.line + 1}:${at.character + 1}, only:\n${told}\n\n${code}`,
  );
  const [fix] = problem.fixes;
  assert.ok(fix && fix.edits.length > 0, `${title} has no fix`);
  const mended = applyEdits(code, fix.edits);
  const left = check(mended).filter(({ severity }) => severity !== "information");
  assert.deepEqual(
    left.map(({ message }) => message),
    [],
    `${title}, after '${fix.title}':\n${mended}`,
  );
  // Written in full where it was shorthand, else as it was.
  const plain = (text: string) => text.replaceAll(/\b(\w+): \1\b/g, "$1");
  assert.equal(plain(mended), plain(original));
}
