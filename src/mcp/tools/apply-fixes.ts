import * as v from "valibot";
import type { ChooseFixes } from "../../runtime/check/check-file.ts";
import { namedFixes, wantedFixes } from "../choose-fixes.ts";
import { told } from "../diagnostics.ts";
import { diagnostic, file } from "../schemas.ts";
import { tool } from "../tool.ts";

export const applyFixes = tool({
  name: "apply_fixes",
  title: "Apply fixes to a workflow",
  description:
    "Writes fixes of 'check' into the workflow file and checks it again. Without 'fixes', all those that cannot change what the workflow means; with it, the ones that are named there. Tells what was done and what is left.",
  input: v.strictObject({
    file,
    fixes: v.optional(wantedFixes),
  }),
  output: v.object({
    fixed: v.pipe(v.array(v.string()), v.description("Titles of what was done, in order.")),
    diagnostics: v.pipe(v.array(diagnostic), v.description("What is left.")),
  }),
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  question: ({ file: name }) => ({
    permissions: ["edit"],
    subject: name,
    message: `An assistant wants to write fixes of the checker into ${name}.`,
  }),
  run: async ({ file: name, fixes }, { host }) => {
    const path = await host.workspace.workflow(name);
    const { fixed, diagnostics } = await host.checks.fix(path, fixes && chosenOnce(fixes));
    return {
      value: { fixed: [...fixed], diagnostics: told(diagnostics, host.workspace) },
      wordsOf: "the workflow and the Spaces in it",
    };
  },
});

/** The named fixes, in the first round only: afterwards their diagnostics stand elsewhere, or others do. */
function chosenOnce(fixes: v.InferOutput<typeof wantedFixes>): ChooseFixes {
  let done = false;
  return (diagnostics) => {
    if (done) return [];
    done = true;
    return namedFixes(fixes, diagnostics);
  };
}
