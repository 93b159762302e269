import { quoteList } from "../../../text/similarity.ts";
import { removal } from "./unknown-parameter.ts";
import { type Rule, spanOf } from "../rule.ts";

export const tooManyOutputs: Rule = {
  code: "too-many-outputs",
  severity: "error",
  summary: "A GradioNode names more outputs than its endpoint returns.",
  explanation:
    "Return values go to the outputs in order, so an output behind the last one never gets a value. With `postprocess` " +
    "there may be as many as it returns.",
  wrong: `new GradioNode("owner/speech", {
  apiName: "/say",
  inputs: { text: "Hello" },
  outputs: { audio: gr.Audio(), duration: gr.Number() },
})`,
  right: `new GradioNode("owner/speech", {
  apiName: "/say",
  inputs: { text: "Hello" },
  outputs: { audio: gr.Audio() },
})`,
  *check({ calls }) {
    for (const { site, endpoint, title } of calls) {
      const { outputs, options } = site;
      if (outputs === undefined || options?.entries.has("postprocess")) continue;
      const surplus = [...outputs.entries.values()].slice(endpoint.returns.length);
      const [first] = surplus;
      if (first === undefined || !outputs.closed) continue;
      const labels = endpoint.returns.map(({ label }) => label);
      const count =
        labels.length === 0
          ? "nothing"
          : `${labels.length} value${labels.length === 1 ? "" : "s"} (${quoteList(labels)})`;
      yield {
        at: spanOf(first.key),
        message:
          `The ${title} returns ${count}, but there are ${outputs.entries.size} outputs: ` +
          `${quoteList(surplus.map(({ name }) => name))} would get no value.`,
        fixes: surplus.length === 1 ? removal(first) : [],
      };
    }
  },
};
