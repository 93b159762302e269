import assert from "node:assert/strict";
import type { Diagnostic, TextEdit } from "../../../src/runtime/protocol/language.ts";
import { printed } from "../../../src/runtime/check/printed-diagnostic.ts";

const edit = (line: number, from: number, to: number, newText: string): TextEdit => ({
  file: "/w/a.ts",
  range: { start: { line, character: from }, end: { line, character: to } },
  newText,
});

describe("diagnostics in the terminal", () => {
  it("are printed with 1-based positions and their fixes", () => {
    const diagnostic: Diagnostic = {
      ...edit(4, 2, 8, ""),
      source: "daggr",
      severity: "error",
      code: "unknown-parameter",
      message: "No such parameter.",
      related: [],
      fixes: [{ title: "Change to 'prompt'", edits: [edit(4, 2, 8, "prompt")], safe: true }],
    };
    const at = { file: "/w/a.ts", line: 5, column: 3, endLine: 5, endColumn: 9 };
    assert.deepEqual(printed(diagnostic), {
      ...at,
      severity: "error",
      code: "unknown-parameter",
      message: "No such parameter.",
      fixes: [{ title: "Change to 'prompt'", edits: [{ ...at, newText: "prompt" }] }],
    });
  });
});
