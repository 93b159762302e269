import * as v from "valibot";
import type { Json } from "../../runtime/values/value.ts";
import { Budget, excerpt, maxItemsAtOnce, maxTextAtOnce, partAt, type Cut } from "../runs/excerpt.ts";
import { blocksOf, filesOf, shownCuts, shownFiles } from "../runs/shown-results.ts";
import { ToolError } from "../safety/tool-error.ts";
import { json } from "../schemas.ts";
import { tool } from "../tool.ts";

/** Characters of one answer. */
const maxCharacters = 20_000;

export const getResult = tool({
  name: "get_result",
  title: "Read a result",
  description:
    "One output of a run of 'run' or 'test_node', or a part of it: the next piece of a long text or list that was cut there. Files are links to resources; small pictures come along.",
  input: v.strictObject({
    run: v.string(),
    node: v.string(),
    port: v.string(),
    at: v.optional(v.pipe(v.string(), v.description('JSON pointer to a part of the value: "/0/text".')), ""),
    offset: v.optional(
      v.pipe(
        v.number(),
        v.integer(),
        v.minValue(0),
        v.description("Characters of the text, or items of the list, to leave out."),
      ),
      0,
    ),
  }),
  output: v.object({
    value: json,
    size: v.optional(v.pipe(v.number(), v.description("Of the text or list, altogether."))),
    next: v.optional(v.pipe(v.number(), v.description("The offset to read on; left out at the end."))),
    files: shownFiles,
    cut: shownCuts,
  }),
  annotations: { readOnlyHint: true, openWorldHint: false, idempotentHint: true },
  run: async ({ run: id, node, port, at, offset }, { host }) => {
    const run = host.runs.run(id);
    const ports = run.report.results[node];
    const whole = ports?.[port];
    if (whole === undefined) {
      const names = Object.entries(run.report.results).flatMap(([name, values]) =>
        Object.keys(values).map((one) => `${name}.${one}`),
      );
      throw new ToolError(`The run has no result '${node}.${port}'. It has ${names.join(", ") || "none"}.`);
    }
    const part = partAt(whole, at);
    if (part === undefined) throw new ToolError(`'${node}.${port}' has no part '${at}'.`);
    const files = run.files.filter((one) => one.node === node && one.port === port);
    const cut: Cut[] = [];
    const piece = pieceOf(part, offset);
    const value = excerpt(piece.value, new Budget(maxCharacters), (inner, size, from) => {
      // The piece itself is of the right length.
      if (inner !== "") cut.push({ node, port, at: at + inner, size, offset: from });
    });
    return {
      value: {
        value,
        ...(piece.size !== undefined && { size: piece.size }),
        ...(piece.next !== undefined && { next: piece.next }),
        files: filesOf(files, host.options.visitors),
        cut,
      },
      wordsOf: "the workflow's functions, Spaces and models",
      further: await blocksOf(files),
    };
  },
});

interface Piece {
  readonly value: Json;
  readonly size?: number;
  readonly next?: number;
}

/** As much of a text or a list as is given at once, from an offset on. */
function pieceOf(part: Json, offset: number): Piece {
  if (typeof part !== "string" && !Array.isArray(part)) return { value: part };
  const sequence = part as string | readonly Json[];
  const { length: size } = sequence;
  const end = Math.min(size, offset + (typeof sequence === "string" ? maxTextAtOnce : maxItemsAtOnce));
  return { value: sequence.slice(offset, end), size, ...(end < size && { next: end }) };
}
