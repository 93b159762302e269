import { didYouMean } from "../../../text/similarity.ts";
import { missingProblem } from "./missing-on-hub.ts";
import { typescript, type ts } from "../../../typescript.ts";
import type { Analysis } from "../../analysis.ts";
import { importNames } from "../../edit/imports.ts";
import type { Literal } from "../../model/model.ts";
import { type RuleDiagnostic, type Rule, spanOf } from "../rule.ts";

export const unknownSpace: Rule = {
  code: "unknown-space",
  severity: "error",
  summary: "A GradioNode calls a Space that does not exist, or that cannot be called.",
  explanation:
    "The Hub knows no Space of that name that you may see: it is misspelt, was renamed or removed, or is private. For a " +
    "private one, sign in. Without network nothing is reported.",
  wrong: `new GradioNode("hf-applications/Z-Image-Turb", { apiName: "/generate_image" })`,
  right: `new GradioNode("hf-applications/Z-Image-Turbo", { apiName: "/generate_image" })`,
  *check(analysis) {
    const { model, lookup } = analysis;
    for (const { kind, target, expression } of model.nodes) {
      if (kind !== "gradio" || target === undefined || !isSpaceOrUrl(target.value)) continue;
      const answer = lookup.space(target.value);
      if (answer.kind === "missing") {
        const { similar, signedIn } = answer;
        // Asked only about what is no Space.
        if (lookup.model(target.value).kind === "known") {
          yield aModel(target, expression, analysis);
          continue;
        }
        const where = signedIn ? "" : ", or it is private and you are not signed in";
        const message = `Space '${target.value}' not found on the Hugging Face Hub${where}.${didYouMean(target.value, similar)}`;
        yield missingProblem(target, message, similar, signedIn);
      } else if (answer.kind === "unusable") yield { at: spanOf(target.node), message: answer.reason };
    }
  },
};

/** A model's name in a GradioNode. */
function aModel(target: Literal, made: ts.Node, { file }: Analysis): RuleDiagnostic {
  const callee = typescript().isNewExpression(made) ? made.expression : undefined;
  const isPlain = callee?.getText() === "GradioNode" && callee.getSourceFile() === file;
  const edits = isPlain
    ? [...importNames(file, ["InferenceNode"]), { ...spanOf(callee), text: "InferenceNode" }]
    : [];
  return {
    at: spanOf(target.node),
    message: `'${target.value}' is a model, not a Space. An InferenceNode calls models.`,
    fixes: isPlain ? [{ title: "Make it an InferenceNode", edits, safe: false }] : [],
  };
}

/** `owner/name`, or any address. */
export function isSpaceOrUrl(text: string): boolean {
  return /^[\w.-]+\/[\w.-]+$/.test(text.trim()) || /^https?:\/\/\S+$/.test(text.trim());
}
