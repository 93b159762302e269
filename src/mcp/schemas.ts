import * as v from "valibot";
import type { Json } from "../runtime/values/value.ts";

/** Arguments and results that several tools have. Descriptions are for the assistant. */

export const file = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(1_000),
  v.description('The workflow file, relative to the workspace, such as "workflow.ts".'),
);

const place = {
  file: v.string(),
  line: v.pipe(v.number(), v.description("1-based, as are columns.")),
  column: v.number(),
  endLine: v.number(),
  endColumn: v.number(),
};

/** As `daggr check --json` prints it, with files relative to the workspace. */
export const diagnostic = v.object({
  ...place,
  severity: v.picklist(["error", "warning", "information"]),
  code: v.pipe(v.string(), v.description("Stable; 'explain' tells what it means.")),
  message: v.string(),
  fixes: v.array(
    v.object({ title: v.string(), edits: v.array(v.object({ ...place, newText: v.string() })) }),
  ),
});

/** Any JSON value, in a result. */
export const json = v.unknown();

/** Any JSON value, as an argument. The cast: the protocol's messages are JSON. */
export const jsonValue = v.pipe(
  v.unknown(),
  v.transform((value) => value as Json),
);
