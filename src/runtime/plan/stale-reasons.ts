import type { KeyParts, ResultRecord } from "../sheets/store.ts";
import type { PlanNode } from "./resolved-graph.ts";
import { kindOf } from "../graph/node-kinds.ts";
import type { SelectedVariants } from "../graph/variants.ts";

/** Why a result is stale, in the words that canvases show: what differs between its key's parts and the present ones. */
export function staleReasons(
  planNode: PlanNode,
  record: ResultRecord,
  now: KeyParts,
  selected: SelectedVariants,
): string[] {
  const was = record.parts;
  const reasons = new Set<string>();
  if (was.variant !== now.variant) reasons.add("other variant");
  if (was.code !== now.code) reasons.add("code changed");
  if (was.options !== now.options) reasons.add("options changed");
  for (const name of changed(was.inputs, now.inputs)) reasons.add(`${name} changed`);
  for (const name of changed(was.upstream, now.upstream)) {
    // An input that was wired, unwired or rewired to something else is a change of the input itself.
    if (!(name in was.upstream) || !(name in now.upstream)) reasons.add(`${name} changed`);
    else
      reasons.add(hadOtherVariant(planNode, name, record, selected) ? "other variant" : "upstream changed");
  }
  for (const name of changed(was.calls ?? {}, now.calls ?? {})) reasons.add(`${name} changed`);
  if (was.commit !== now.commit) reasons.add(`${kindOf(planNode.node).service ?? "Space"} updated`);
  return [...reasons];
}

function changed(was: Readonly<Record<string, string>>, now: Readonly<Record<string, string>>): string[] {
  const names = new Set([...Object.keys(was), ...Object.keys(now)]);
  return [...names].filter((name) => was[name] !== now[name]);
}

/** Whether the input comes from a choice that had another variant selected when the result was made. */
function hadOtherVariant(
  planNode: PlanNode,
  name: string,
  record: ResultRecord,
  selected: SelectedVariants,
): boolean {
  const source = planNode.node.inputs.find((input) => input.name === name);
  if (source?.kind !== "port") return false;
  const then = record.picks[source.from.node];
  return then !== undefined && then !== selected[source.from.node];
}

/** Why a result is not what its key promises, in words: items that failed, values that did not fit, a fallback. */
export function incompleteReason(record: ResultRecord): string | undefined {
  const misfits = Object.keys(record.misfits ?? {});
  if (misfits.length > 0) return `no value for ${misfits.map((name) => `'${name}'`).join(", ")}`;
  const failed = record.items?.filter((item) => item.status === "failed").length ?? 0;
  if (failed > 0) return `${failed} of ${record.items!.length} items failed`;
  return record.fallback && `from the fallback: ${record.fallback.because}`;
}
