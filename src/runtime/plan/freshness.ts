import type { Freshness } from "../protocol/canvas.ts";
import type { KeyParts, ResultRecord } from "../sheets/store.ts";
import type { PlanNode } from "./resolved-graph.ts";
import { kindOf } from "../graph/node-kinds.ts";

/** What changed between the parts a result was made from and those of now, in words; empty where nothing did. */
export function reasons(
  planNode: PlanNode,
  record: ResultRecord,
  now: KeyParts,
  picks: Readonly<Record<string, string>>,
): string[] {
  const was = record.parts;
  const found = new Set<string>();
  if (was.variant !== now.variant) found.add("other variant");
  if (was.code !== now.code) found.add("code changed");
  if (was.options !== now.options) found.add("options changed");
  for (const name of changed(was.inputs, now.inputs)) found.add(`${name} changed`);
  for (const name of changed(was.upstream, now.upstream)) {
    // An input that was wired, unwired or rewired to something else is a change of the input itself.
    if (!(name in was.upstream) || !(name in now.upstream)) found.add(`${name} changed`);
    else found.add(pickedAnother(planNode, name, record, picks) ? "other variant" : "upstream changed");
  }
  if (was.commit !== now.commit) found.add(`${kindOf(planNode.node).service ?? "Space"} updated`);
  return [...found];
}

function changed(was: Readonly<Record<string, string>>, now: Readonly<Record<string, string>>): string[] {
  const names = new Set([...Object.keys(was), ...Object.keys(now)]);
  return [...names].filter((name) => was[name] !== now[name]);
}

/** Whether the input comes from a choice that had another variant picked when the result was made. */
function pickedAnother(
  planNode: PlanNode,
  name: string,
  record: ResultRecord,
  picks: Readonly<Record<string, string>>,
): boolean {
  const source = planNode.node.inputs.find((input) => input.name === name);
  if (source?.kind !== "port") return false;
  const then = record.picks[source.from.node];
  return then !== undefined && then !== picks[source.from.node];
}

/** How many items of a scattered result failed, in words. */
export function failedItemsReason(record: ResultRecord): string | undefined {
  const failed = record.items?.filter((item) => item.status === "failed").length ?? 0;
  return failed > 0 ? `${failed} of ${record.items!.length} items failed` : undefined;
}

export const missing: Freshness = { kind: "missing" };
