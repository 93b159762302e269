import { taskName, taskOf } from "../../inference/tasks/table.ts";
import type { TaskSpec } from "../../inference/task-spec.ts";
import type { ServiceLookup } from "../lookup/service-lookup.ts";
import { modelOf } from "../rules/services/invalid-model.ts";
import type { Literal, NodeSite } from "./model.ts";
import type { Values } from "./values.ts";

/** What an InferenceNode asks of its model. */
export interface NodeTask {
  readonly name: string;
  /** Undefined: nobody can call it. */
  readonly spec?: TaskSpec;
  /** Where the workflow says so itself. */
  readonly literal?: Literal;
}

/** The task of an InferenceNode: its option, else that of the model's providers. Undefined where it is not known. */
export function taskOfNode(site: NodeSite, lookup: ServiceLookup, values: Values): NodeTask | undefined {
  if (site.kind !== "inference" || site.options?.closed === false) return undefined;
  const entry = site.options?.entries.get("task");
  if (entry !== undefined) {
    const literal = entry.value && !entry.optional ? values.literalOf(entry.value) : undefined;
    return literal && { ...named(literal.value), literal };
  }
  const model = site.target && modelOf(site.target.value);
  const answer = model && lookup.model(model.model);
  if (answer?.kind !== "known") return undefined;
  const { providers } = answer.value;
  const offer =
    providers.find(({ provider }) => provider === model?.provider) ??
    providers.find(({ status }) => status === "live");
  return offer && named(offer.task);
}

function named(task: string): NodeTask {
  const name = taskName(task);
  const spec = taskOf(name);
  return { name, ...(spec && { spec }) };
}
