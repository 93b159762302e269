import * as v from "valibot";
import type { Diagnostic, Fix } from "../runtime/protocol/language.ts";
import { ToolError } from "./safety/tool-error.ts";

/** A fix, as an assistant names it. */
const wantedFix = v.strictObject({
  code: v.pipe(v.string(), v.description("The diagnostic's code.")),
  line: v.pipe(v.number(), v.description("The diagnostic's line.")),
  column: v.optional(v.pipe(v.number(), v.description("Its column, where the line has several."))),
  title: v.optional(v.pipe(v.string(), v.description("The fix's title. Left out: the first fix."))),
});

export const wantedFixes = v.pipe(v.array(wantedFix), v.minLength(1), v.maxLength(100));

/** @throws {ToolError} that says what there is, where one of them does not exist */
export function namedFixes(
  wanted: v.InferOutput<typeof wantedFixes>,
  diagnostics: readonly Diagnostic[],
): readonly Fix[] {
  return wanted.map(({ code, line, column, title }): Fix => {
    const at = diagnostics.filter(
      ({ code: found, range }) => found === code && range.start.line === line - 1,
    );
    const one = column === undefined ? at[0] : at.find(({ range }) => range.start.character === column - 1);
    if (one === undefined)
      throw new ToolError(
        `There is no '${code}' in line ${line}${column === undefined ? "" : `, column ${column}`}. Check again: lines move when a file changes.`,
      );
    const usable = one.fixes.filter(({ edits }) => edits.length > 0);
    const fix = title === undefined ? usable[0] : usable.find((candidate) => candidate.title === title);
    if (fix !== undefined) return fix;
    const titles = usable.map((candidate) => `'${candidate.title}'`).join(", ");
    throw new ToolError(
      `The '${code}' in line ${line} has ${titles === "" ? "no fix that can be written" : `these fixes: ${titles}`}.`,
    );
  });
}
