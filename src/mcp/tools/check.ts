import * as v from "valibot";
import { told } from "../diagnostics.ts";
import { namedWorkflows } from "../named-workflows.ts";
import { ToolError } from "../safety/tool-error.ts";
import { diagnostic, file } from "../schemas.ts";
import { tool } from "../tool.ts";

export const check = tool({
  name: "check",
  title: "Check a workflow",
  description:
    "Finds what is wrong with a workflow file without running it: unknown Spaces, endpoints, parameters and choices, ports that do not exist, types that do not fit, type errors. Each problem has fixes, the best first; 'apply_fixes' writes them. Call it after every change, until no error is left. With a folder as 'file', all of its workflow files are checked. With 'text', that is checked in place of what is on disk.",
  input: v.strictObject({
    file,
    text: v.optional(
      v.pipe(v.string(), v.maxLength(500_000), v.description("The file's text, where it is not saved yet.")),
    ),
  }),
  output: v.object({ diagnostics: v.array(diagnostic) }),
  annotations: { readOnlyHint: true, openWorldHint: true, idempotentHint: true },
  run: async ({ file: name, text }, { host }) => {
    const { workspace, permissions } = host;
    if (text !== undefined && permissions.policyOf("edit") !== "allowed")
      throw new ToolError("Text that is not in the file is not checked here. Leave 'text' out.");
    const found =
      text === undefined
        ? await host.checks.checkAll(await namedWorkflows(workspace, name))
        : await host.checks.check(await workspace.place(name), text);
    return { value: { diagnostics: told(found, workspace) }, wordsOf: "the workflow and the Spaces in it" };
  },
});
