import { didYouMean } from "../../../text/similarity.ts";
import { missingProblem } from "./missing-on-hub.ts";
import { type Rule, spanOf } from "../rule.ts";

export const unknownSpace: Rule = {
  code: "unknown-space",
  severity: "error",
  summary: "A GradioNode calls a Space that does not exist, or that cannot be called.",
  explanation:
    "The Hub knows no Space of that name that you may see: it is misspelt, was renamed or removed, or is private. For a " +
    "private one, sign in. Without network nothing is reported.",
  wrong: `new GradioNode("hf-applications/Z-Image-Turb", { apiName: "/generate_image" })`,
  right: `new GradioNode("hf-applications/Z-Image-Turbo", { apiName: "/generate_image" })`,
  *check({ model, lookup }) {
    for (const { kind, target } of model.nodes) {
      if (kind !== "gradio" || target === undefined || !isSpaceOrUrl(target.value)) continue;
      const answer = lookup.space(target.value);
      if (answer.kind === "missing") {
        const { similar, signedIn } = answer;
        const where = signedIn ? "" : ", or it is private and you are not signed in";
        const message = `Space '${target.value}' not found on the Hugging Face Hub${where}.${didYouMean(target.value, similar)}`;
        yield missingProblem(target, message, similar, signedIn);
      } else if (answer.kind === "unusable") yield { at: spanOf(target.node), message: answer.reason };
    }
  },
};

/** `owner/name`, or any address. */
export function isSpaceOrUrl(text: string): boolean {
  return /^[\w.-]+\/[\w.-]+$/.test(text.trim()) || /^https?:\/\/\S+$/.test(text.trim());
}
