import { type Rule, spanOf } from "../rule.ts";

/** Options that are numbers, and the least that each may be. */
const limits: Readonly<Record<string, { readonly whole: boolean; readonly above: boolean }>> = {
  retries: { whole: true, above: false },
  maxConcurrent: { whole: true, above: true },
  timeout: { whole: false, above: true },
  cacheFor: { whole: false, above: false },
};

export const invalidNumber: Rule = {
  code: "invalid-number",
  severity: "error",
  summary: "An option of a node is a number that it cannot be.",
  explanation:
    "`retries` and `maxConcurrent` count, so they are whole; `timeout` and `cacheFor` are seconds. None is negative, and only " +
    "`retries` and `cacheFor` may be 0.",
  wrong: `new GradioNode("owner/speech", { inputs: { text: "Hello" }, retries: 1.5 })`,
  right: `new GradioNode("owner/speech", { inputs: { text: "Hello" }, retries: 2 })`,
  *check({ model }) {
    for (const { options } of model.nodes) {
      for (const [name, { whole, above }] of Object.entries(limits)) {
        const entry = options?.entries.get(name);
        if (!entry?.type.isNumberLiteral()) continue;
        const { value } = entry.type;
        if ((above ? value > 0 : value >= 0) && (!whole || Number.isInteger(value))) continue;
        yield {
          at: spanOf(entry.value ?? entry.key),
          message: `Option '${name}' must be a ${whole ? "whole " : ""}number ${above ? "above 0" : "of at least 0"}, but is ${value}.`,
        };
      }
    }
  },
};
