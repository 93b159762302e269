import { type Rule, spanOf } from "../rule.ts";

export const invalidModel: Rule = {
  code: "invalid-model",
  severity: "error",
  summary: "The first argument of an InferenceNode is no model id.",
  explanation: "Write a model as `owner/model`, or `owner/model:provider` to choose the provider.",
  wrong: `new InferenceNode("Llama-3.1-8B-Instruct")`,
  right: `new InferenceNode("meta-llama/Llama-3.1-8B-Instruct:novita")`,
  *check({ model }) {
    for (const { kind, target } of model.nodes) {
      if (kind !== "inference" || target === undefined || modelOf(target.value) !== undefined) continue;
      yield {
        at: spanOf(target.node),
        message: `'${target.value}' is no model id. Expected 'owner/model' or 'owner/model:provider'.`,
      };
    }
  },
};

/** The parts of `owner/model:provider`. */
export function modelOf(text: string): { readonly model: string; readonly provider?: string } | undefined {
  const match = /^([\w.-]+\/[\w.-]+)(?::([\w-]+))?$/.exec(text.trim());
  return match?.[1] ? { model: match[1], ...(match[2] && { provider: match[2] }) } : undefined;
}
