import type { Value } from "../../values/value.ts";
import { inputId } from "../../plan/keys.ts";
import { lineageOf, showResult } from "../sheets/paging.ts";
import { planNodeNamed, type IntentHandlers, type Place } from "./handler.ts";

export const results: IntentHandlers<
  | "show-result"
  | "show-results"
  | "describe-result"
  | "delete-results"
  | "restore-results"
  | "adopt-node"
  | "lineage"
  | "pin"
  | "bypass"
  | "mark-fresh"
  | "keep-value"
  | "use-partial"
> = {
  "show-result": (place, { node, result }) =>
    showResult(place.sheet, planNodeNamed(place, node).name, result),
  "show-results": async (place, { results: shown }) => {
    for (const { node, result } of shown)
      await showResult(place.sheet, planNodeNamed(place, node).name, result);
  },
  "describe-result": (place, { node, result, name, starred }) => {
    const change = { ...(name === undefined ? {} : { name }), ...(starred === undefined ? {} : { starred }) };
    place.sheet.data.describe(keptName(place, node), result, change);
    place.sheet.view.refreshSoon();
  },
  "delete-results": async (place, intent) => {
    await place.sheet.data.delete(keptName(place, intent.node), intent.results);
    place.sheet.view.refreshSoon();
  },
  "restore-results": async (place, intent) => {
    await place.sheet.data.restore(keptName(place, intent.node), intent.results);
    place.sheet.view.refreshSoon();
  },
  "adopt-node": async (place, { from, to }) => {
    const { session, sheet } = place;
    if (sheet.view.resolvedGraph?.byName.has(from)) throw new Error(`'${from}' is still in the graph.`);
    await session.renameNode(from, planNodeNamed(place, to).name);
  },
  lineage: async (place, { node, result }) =>
    (await lineageOf(place.sheet, keptName(place, node), result)) as unknown as Value,
  pin: (place, { node, on }) => {
    const { name } = planNodeNamed(place, node);
    const shown = place.sheet.data.shown(name);
    if (on && !shown) throw new Error(`'${node}' has no result to pin. Run it first.`);
    // Without a selection the newest result is shown, so a pinned one is selected too.
    const selected = on ? [{ field: "selected", key: name, value: shown?.id } as const] : [];
    place.sheet.view.edit(...selected, { field: "pinned", key: name, value: on ? shown?.id : undefined });
  },
  bypass: (place, { node, on }) => {
    const { name } = planNodeNamed(place, node);
    place.sheet.view.edit({ field: "bypassed", key: name, value: on || undefined });
  },
  "mark-fresh": (place, { node }) => {
    const { name } = planNodeNamed(place, node);
    const evaluation = place.sheet.view.judge().find(({ planNode }) => planNode.name === name);
    if (!evaluation?.shown) throw new Error(`'${node}' has no result that could be fresh. Run it first.`);
    place.sheet.view.edit({ field: "marked", key: name, value: evaluation.key });
  },
  "keep-value": (place, { node, input, on }) => {
    const { name } = planNodeNamed(place, node);
    const drawn = place.sheet.data.shown(name)?.drawn[input];
    if (on && drawn === undefined)
      throw new Error(`'${node}' has drawn no value for '${input}' yet. Run it first.`);
    place.sheet.view.edit({ field: "kept", key: inputId(name, input), value: on ? drawn : undefined });
  },
  "use-partial": (place, { node, input, on }) => {
    const { name } = planNodeNamed(place, node);
    place.sheet.view.edit({ field: "partial", key: inputId(name, input), value: on || undefined });
  },
};

/** Under which name a node's results are kept; it may be one that the file no longer has. */
function keptName(place: Place, node: string): string {
  const { data, view } = place.sheet;
  return (
    view.resolvedGraph?.byName.get(node)?.name ??
    (data.nodes.includes(node) ? node : planNodeNamed(place, node).name)
  );
}
