import { StepError } from "../../failures/failure.ts";
import type { PlanNode } from "../../plan/resolved-graph.ts";
import type { Value } from "../../values/value.ts";

/** A list whose items a scattered node takes one by one. */
interface ScatteredList {
  /** The input that takes the items. */
  readonly name: string;
  readonly value: Value;
  /** The port that the list comes from, for messages. */
  readonly from: string;
}

/**
 * The length of the lists that a node takes together, item by item: 0 without lists.
 * @param place of nested lists: the item in which they are, such as "2.1"; else ""
 * @throws StepError if one is no list, or if their lengths differ
 */
export function commonLength(planNode: PlanNode, lists: readonly ScatteredList[], place: string): number {
  const where = place === "" ? "" : ` at item ${place}`;
  for (const { name, value, from } of lists) {
    if (Array.isArray(value)) continue;
    const kind = value === null ? "nothing" : typeof value === "object" ? "an object" : `a ${typeof value}`;
    throw new StepError({
      message: `'${planNode.name}' runs once per item of '${from}' (input '${name}'), but that is ${kind}${where}, not a list.`,
      help: `Let '${from}' give a list, or use the port without 'each'.`,
    });
  }
  const lengths = lists.map(({ value }) => (value as readonly Value[]).length);
  if (new Set(lengths).size > 1) {
    const listed = lists
      .map(({ from, name }, i) => `'${from}' (input '${name}') has ${lengths[i]}`)
      .join(", ");
    throw new StepError({
      message: `'${planNode.name}' takes the items of several lists together${where}, but their lengths differ: ${listed}.`,
      help: "Make the lists equally long, or gather one of them by all().",
    });
  }
  return lengths[0] ?? 0;
}
