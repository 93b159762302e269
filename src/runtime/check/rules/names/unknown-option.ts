import { didYouMean, quoteClosestFirst } from "../../../text/similarity.ts";
import type { Analysis } from "../../analysis.ts";
import { closestFixes, siblingsOf } from "../closest-fix.ts";
import { removal } from "../services/unknown-parameter.ts";
import { entrySpan, type Rule, spanOf } from "../rule.ts";

export const unknownOption: Rule = {
  code: "unknown-option",
  severity: "error",
  summary: "A node or a graph is given an option that it does not have.",
  explanation:
    "Options have daggr's names in camelCase: Python's `api_name` is `apiName`. A file with an option that does not exist is " +
    "refused when it is loaded.",
  wrong: `new GradioNode("owner/speech", { api_name: "/say", inputs: { text: "Hello" } })`,
  right: `new GradioNode("owner/speech", { apiName: "/say", inputs: { text: "Hello" } })`,
  *check(analysis) {
    const { nodes, graphs } = analysis.model;
    for (const { expression, unknownOptions } of [...nodes, ...graphs])
      for (const { entry, valid } of unknownOptions) {
        const taken = siblingsOf(entry);
        const free = valid.filter((name) => !taken.has(name));
        yield {
          at: spanOf(entry.key),
          message:
            `Option '${entry.name}' not found on ${kindText(expression.expression.getText(), analysis)}. ` +
            `Valid options: ${quoteClosestFirst(entry.name, valid)}.${didYouMean(entry.name, free)}`,
          fixes: [...closestFixes(entry.name, valid, entry.written?.name, taken), ...removal(entry)],
          // TypeScript says it at the key, or where it compares the whole object.
          covers: [entrySpan(entry.key)],
        };
      }
  },
};

function kindText(maker: string, { file }: Analysis): string {
  return /^[\w.]+$/.test(maker) ? maker : `this call in ${file.fileName.split("/").at(-1) ?? "the file"}`;
}
