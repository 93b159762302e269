import { removal } from "../services/unknown-parameter.ts";
import { entrySpan, type Rule } from "../rule.ts";

/** Options that a function with `calls` cannot have, and why. */
const excluded: Readonly<Record<string, string>> = {
  where: "it runs where the engine is, which runs what it calls",
  concurrencyGroup: "it would keep its place in the group while it waits for what it calls",
};

export const excludedOption: Rule = {
  code: "excluded-option",
  severity: "error",
  summary: "A function with `calls` has `where` or `concurrencyGroup`.",
  explanation:
    "A function that calls nodes runs where the engine is, and waits for what it calls. Where that runs, and what shares a limit, is " +
    "said at the nodes that it calls.",
  wrong: `const writer = new FnNode(({ topic }: { topic: string }) => topic, { outputs: { text: gr.Textbox() } });
const agent = new FnNode(async ({ topic }, context) => (await context.call(writer, { topic })).text, {
  inputs: { topic: gr.Textbox() },
  calls: { writer },
  where: "gpu",
});`,
  right: `const writer = new FnNode(({ topic }: { topic: string }) => topic, { outputs: { text: gr.Textbox() }, where: "gpu" });
const agent = new FnNode(async ({ topic }, context) => (await context.call(writer, { topic })).text, {
  inputs: { topic: gr.Textbox() },
  calls: { writer },
});`,
  *check({ model, values, file }) {
    for (const { calls, expression, options } of model.nodes) {
      if (!calls || expression.getSourceFile() !== file) continue;
      for (const [name, reason] of Object.entries(excluded)) {
        const entry = options?.entries.get(name);
        if (!entry || entry.optional) continue;
        if (entry.value && values.literalOf(entry.value)?.value === "local") continue;
        yield {
          at: entrySpan(entry.key),
          message: `A function with 'calls' has no '${name}': ${reason}. Give '${name}' to the nodes that it calls.`,
          fixes: removal(entry),
        };
      }
    }
  },
};
