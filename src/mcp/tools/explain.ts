import * as v from "valibot";
import { rules } from "../../runtime/check/rules/table.ts";
import { quoteClosestFirst } from "../../runtime/text/similarity.ts";
import { ToolError } from "../safety/tool-error.ts";
import { tool } from "../tool.ts";

export const explain = tool({
  name: "explain",
  title: "Explain a diagnostic",
  description:
    "What a code of 'check' means, why it matters and what to do, with a wrong and a right example. Codes that begin with 'ts' are TypeScript's own.",
  input: v.strictObject({ code: v.pipe(v.string(), v.description('Such as "unknown-endpoint".')) }),
  output: v.object({
    code: v.string(),
    severity: v.picklist(["error", "warning", "information"]),
    summary: v.string(),
    explanation: v.string(),
    wrong: v.string(),
    right: v.string(),
  }),
  annotations: { readOnlyHint: true, openWorldHint: false, idempotentHint: true },
  run: ({ code }) => {
    const rule = rules.find((one) => one.code === code);
    if (rule !== undefined) {
      const { severity, summary, explanation, wrong, right } = rule;
      return {
        value: { code, severity, summary, explanation, wrong, right },
        text: `${summary}\n\n${explanation}\n\nWrong:\n\n${wrong}\n\nRight:\n\n${right}`,
      };
    }
    if (/^ts\d+$/.test(code))
      throw new ToolError(
        `'${code}' is an error of TypeScript: its message says what does not fit. 'guide' tells how inputs, outputs and functions are typed.`,
      );
    const codes = rules.map((one) => one.code);
    throw new ToolError(`There is no diagnostic '${code}'. There are ${quoteClosestFirst(code, codes)}.`);
  },
});
