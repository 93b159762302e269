import { taskNames } from "../../../inference/tasks/table.ts";
import { didYouMean, quoteClosestFirst } from "../../../text/similarity.ts";
import { taskOfNode } from "../../model/tasks.ts";
import { closestFixes } from "../closest-fix.ts";
import { type Rule, spanOf } from "../rule.ts";

export const unknownTask: Rule = {
  code: "unknown-task",
  severity: "error",
  summary: "An InferenceNode asks for a task that cannot be called.",
  explanation:
    "`task` is one of Hugging Face's inference tasks; left out, it is the one that the model's providers serve. A few models " +
    "are served only for tasks that have no call.",
  wrong: `new InferenceNode("black-forest-labs/FLUX.1-schnell", { task: "text-to-picture" })`,
  right: `new InferenceNode("black-forest-labs/FLUX.1-schnell", { task: "text-to-image" })`,
  *check({ model, lookup, values }) {
    for (const site of model.nodes) {
      const task = taskOfNode(site, lookup, values);
      if (task === undefined || task.spec !== undefined) continue;
      const { name, literal } = task;
      const who = literal ? "" : ` '${site.target?.value ?? "The model"}' is served for it.`;
      const at = spanOf(literal?.node ?? site.target?.node ?? site.expression);
      yield {
        at,
        message: `'${name}' is no task that can be called.${who} Tasks: ${quoteClosestFirst(name, taskNames)}.${didYouMean(name, taskNames)}`,
        covers: [at, ...(literal ? [spanOf(literal.node.parent)] : [])],
        fixes: literal ? closestFixes(literal.value, taskNames, literal.written) : [],
      };
    }
  },
};
