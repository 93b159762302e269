import * as v from "valibot";
import { wantedFixes } from "../../mcp/choose-fixes.ts";

/** What the tools take, by their names. The manifest has the same as JSON Schema; a test compares them. */

const file = v.optional(
  v.pipe(
    v.string(),
    v.minLength(1),
    v.maxLength(1_000),
    v.description(
      'The workflow file, relative to the workspace, such as "workflow.ts". Left out: the one that the person looks at.',
    ),
  ),
);
const graph = v.optional(
  v.pipe(v.string(), v.maxLength(1_000), v.description("Where the file has several.")),
);

export const toolInputs = {
  daggr_problems: v.strictObject({ file }),
  daggr_fix: v.strictObject({ file, fixes: v.optional(wantedFixes) }),
  daggr_show_canvas: v.strictObject({ file, graph }),
  daggr_run: v.strictObject({
    file,
    graph,
    node: v.optional(
      v.pipe(
        v.string(),
        v.maxLength(1_000),
        v.description("This node and what it needs, instead of everything."),
      ),
    ),
  }),
} as const;

export type ToolName = keyof typeof toolInputs;
export type ToolInput<Name extends ToolName> = v.InferOutput<(typeof toolInputs)[Name]>;
