import { type Literal } from "../../model/model.ts";
import { quotedLike } from "../../edit/text.ts";
import { type RuleFix, type Rule, spanOf } from "../rule.ts";
import { isSpaceOrUrl } from "./unknown-space.ts";

export const invalidSpace: Rule = {
  code: "invalid-space",
  severity: "error",
  summary: "The first argument of a GradioNode is neither a Space nor an address.",
  explanation:
    "Write a Space as `owner/name`, or the full address of a Gradio app, as `http://127.0.0.1:7860`.",
  wrong: `new GradioNode("Z-Image-Turbo")`,
  right: `new GradioNode("hf-applications/Z-Image-Turbo")`,
  *check({ model }) {
    for (const { kind, target } of model.nodes) {
      if (kind !== "gradio" || target === undefined || isSpaceOrUrl(target.value)) continue;
      yield {
        at: spanOf(target.node),
        message: `'${target.value}' is neither a Space nor an address. Expected 'owner/name', or an address such as 'http://127.0.0.1:7860'.`,
        fixes: repaired(target),
      };
    }
  },
};

/** Addresses without their scheme, and pages of the Hub without their host. */
function repaired({ value, written }: Literal): readonly RuleFix[] {
  const id = /^(?:(?:www\.)?(?:huggingface\.co|hf\.co)\/)?\/?spaces\/([\w.-]+\/[\w.-]+)/.exec(
    value.trim(),
  )?.[1];
  const host = /^(localhost|[\d.]+|[\w-]+\.[\w.-]+)(:\d+)?(\/|$)/.test(value) ? `http://${value}` : undefined;
  const text = id ?? host;
  if (text === undefined || written === undefined) return [];
  return [
    {
      title: `Change to '${text}'`,
      edits: [{ ...spanOf(written), text: quotedLike(written, text) }],
      safe: true,
    },
  ];
}
