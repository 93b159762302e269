import { quotedLike } from "../../edit/text.ts";
import type { Literal } from "../../model/model.ts";
import { type Rule, type RuleFix, spanOf } from "../rule.ts";

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
        fixes: repaired(target),
      };
    }
  },
};

/** The model's page on the Hub, in place of its id. */
function repaired({ value, written }: Literal): readonly RuleFix[] {
  const page = /^(?:https?:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co)\/(?:models\/)?([^?#]+?)\/?$/;
  const id = page.exec(value.trim())?.[1];
  if (id === undefined || modelOf(id) === undefined || written === undefined) return [];
  return [
    {
      title: `Change to '${id}'`,
      edits: [{ ...spanOf(written), text: quotedLike(written, id) }],
      safe: true,
    },
  ];
}

/** The parts of `owner/model:provider`. */
export function modelOf(text: string): { readonly model: string; readonly provider?: string } | undefined {
  const match = /^([\w.-]+\/[\w.-]+)(?::([\w-]+))?$/.exec(text.trim());
  return match?.[1] ? { model: match[1], ...(match[2] && { provider: match[2] }) } : undefined;
}
