import { didYouMean, quoteClosestFirst } from "../../../text/similarity.ts";
import type { ModelInfo } from "../../../hub/model-info.ts";
import { closestFixes } from "../closest-fix.ts";
import { modelOf } from "./invalid-model.ts";
import { type Rule, spanOf } from "../rule.ts";

export const noProvider: Rule = {
  code: "no-provider",
  severity: "error",
  summary: "No Inference Provider serves the model, or not the one that was named.",
  explanation:
    "An InferenceNode calls a model where it is served; most models on the Hub are served by nobody. The model's page " +
    "lists its providers. Leave the `:provider` out to take the first one.",
  wrong: `new InferenceNode("meta-llama/Llama-3.1-8B-Instruct:nowhere")`,
  right: `new InferenceNode("meta-llama/Llama-3.1-8B-Instruct")`,
  *check({ model, lookup }) {
    for (const { kind, target } of model.nodes) {
      const named = kind === "inference" && target ? modelOf(target.value) : undefined;
      if (named === undefined || target === undefined) continue;
      const answer = lookup.model(named.model);
      if (answer.kind !== "known") continue;
      const providers = providersOf(answer.value);
      if (providers.length === 0)
        yield {
          at: spanOf(target.node),
          message: `Model '${named.model}' is served by no Inference Provider, so it cannot be called. Choose a model that one serves.`,
        };
      else if (
        named.provider !== undefined &&
        !policies.has(named.provider) &&
        !providers.includes(named.provider)
      ) {
        const whole = providers.map((provider) => `${named.model}:${provider}`);
        yield {
          at: spanOf(target.node),
          message:
            `Provider '${named.provider}' does not serve '${named.model}'. ` +
            `Available providers: ${quoteClosestFirst(named.provider, providers)}.${didYouMean(named.provider, providers)}`,
          fixes: closestFixes(target.value, [...whole, named.model], target.written).map((fix) => ({
            ...fix,
            safe: false,
          })),
        };
      }
    }
  },
};

/** Words that stand in a provider's place and let Hugging Face choose. */
const policies: ReadonlySet<string> = new Set(["auto", "fastest", "cheapest", "preferred"]);

function providersOf({ providers }: ModelInfo): readonly string[] {
  return providers.filter(({ status }) => status !== "error").map(({ provider }) => provider);
}
