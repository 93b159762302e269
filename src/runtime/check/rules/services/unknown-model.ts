import { didYouMean } from "../../../text/similarity.ts";
import { missingProblem } from "./missing-on-hub.ts";
import { modelOf } from "./invalid-model.ts";
import { type Rule, spanOf } from "../rule.ts";

export const unknownModel: Rule = {
  code: "unknown-model",
  severity: "error",
  summary: "An InferenceNode names a model that does not exist.",
  explanation:
    "The Hub knows no model of that name that you may see. Check the name (`owner/model`), or sign in for a private one. " +
    "Without network nothing is reported.",
  wrong: `new InferenceNode("meta-llama/nonexistent-model")`,
  right: `new InferenceNode("meta-llama/Llama-3.1-8B-Instruct")`,
  *check({ model, lookup }) {
    for (const { kind, target } of model.nodes) {
      const id = kind === "inference" && target ? modelOf(target.value)?.model : undefined;
      if (id === undefined || target === undefined) continue;
      const answer = lookup.model(id);
      if (answer.kind === "missing") {
        const { similar, signedIn } = answer;
        const where = signedIn ? "" : ", or it is private and you are not signed in";
        const message =
          `Model '${id}' not found on the Hugging Face Hub${where}. ` +
          `Please check that the name is correct (format: 'owner/model').${didYouMean(id, similar)}`;
        const suffix = target.value.slice(id.length);
        yield missingProblem(
          target,
          message,
          similar.map((one) => one + suffix),
          signedIn,
        );
      } else if (answer.kind === "unusable") yield { at: spanOf(target.node), message: answer.reason };
    }
  },
};
