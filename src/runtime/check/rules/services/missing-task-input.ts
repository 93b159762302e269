import { inputOf } from "../../../inference/inputs.ts";
import type { TaskInput } from "../../../inference/task-spec.ts";
import { findClosest, quoteList } from "../../../text/similarity.ts";
import { addEntries } from "../../edit/options.ts";
import type { NodeSite } from "../../model/model.ts";
import { type NodeTask, taskOfNode } from "../../model/tasks.ts";
import { closestFixes } from "../closest-fix.ts";
import { taskInputEntry } from "../inputs/required-input.ts";
import { areAllKnown, isFallback } from "./missing-parameter.ts";
import { type RuleDiagnostic, type Rule, spanOf } from "../rule.ts";

export const missingTaskInput: Rule = {
  code: "missing-task-input",
  severity: "error",
  summary: "An InferenceNode leaves out an input that its task needs.",
  explanation:
    "Each task has inputs of its own: `prompt` for text and images, `audio` for speech recognition. Other inputs are passed " +
    "on as parameters of the model, so a misspelt one is noticed only by what is missing.",
  wrong: `new InferenceNode("black-forest-labs/FLUX.1-schnell", { inputs: { promt: "A cheetah" } })`,
  right: `new InferenceNode("black-forest-labs/FLUX.1-schnell", { inputs: { prompt: "A cheetah" } })`,
  *check({ model, lookup, values }) {
    for (const site of model.nodes) {
      const task = taskOfNode(site, lookup, values);
      if (task?.spec === undefined || site.options?.entries.has("preprocess") || !areAllKnown(site)) continue;
      if (model.mayBeCalled(site) || isFallback(site, model)) continue;
      const names = [...(site.inputs?.entries.keys() ?? [])];
      const given = new Set(names.flatMap((name) => inputOf(task.spec!, name, names)?.name ?? []));
      const missing = task.spec.inputs.filter(({ name, required }) => required && !given.has(name));
      if (missing.length > 0) yield problem(site, task, missing);
    }
  },
};

function problem(
  site: NodeSite,
  { name: task, spec }: NodeTask,
  missing: readonly TaskInput[],
): RuleDiagnostic {
  const names = missing.map(({ name }) => name);
  const free = [...(site.inputs?.entries.values() ?? [])].filter(
    ({ name }) => !spec?.inputs.some((one) => one.name === name),
  );
  const [first = ""] = names;
  const slip = findClosest(
    first,
    free.map(({ name }) => name),
  );
  const entry = free.find(({ name }) => name === slip);
  const code = missing.map(taskInputEntry);
  const edits = addEntries(site, "inputs", code, ["gr"]);
  const valid = quoteList((spec?.inputs ?? []).map(({ name }) => name));
  return {
    at: spanOf(
      entry?.key ?? site.options?.entries.get("inputs")?.key ?? site.target?.node ?? site.expression,
    ),
    message:
      `Missing input${names.length === 1 ? "" : "s"} ${quoteList(names)} for '${site.target?.value ?? "the model"}' (task ${task}). ` +
      `Inputs of this task: ${valid}; others are passed on as parameters.${entry ? ` Is '${entry.name}' meant to be '${first}'?` : ""}`,
    fixes: [
      ...(entry ? closestFixes(entry.name, [first], entry.written?.name) : []),
      ...(edits
        ? [
            {
              title: names.length === 1 ? `Add '${first}'` : "Add the missing inputs",
              edits,
              safe: entry === undefined,
            },
          ]
        : []),
    ],
  };
}
