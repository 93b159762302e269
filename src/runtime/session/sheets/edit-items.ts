import type { PlanNode } from "../../plan/resolved-graph.ts";
import { newResultId } from "../../run/result-record.ts";
import type { Value } from "../../values/value.ts";
import type { OpenSheet } from "./open-sheet.ts";

/**
 * Replaces the items of an output in the shown result, as a result of its own. The node's key stays: what a person wrote
 * counts until the node has to run again.
 *
 * @throws where the node shows no result, or has no such output
 */
export async function editItems(
  sheet: OpenSheet,
  planNode: PlanNode,
  port: string,
  items: Value,
): Promise<void> {
  const { name, node, choice = name } = planNode;
  const shown = sheet.data.shown(name);
  if (!shown || !node.outputs.some((output) => output.name === port))
    throw new Error(`'${choice}' has no items to edit in '${port}' yet. Run it first.`);
  const edited = {
    ...shown,
    id: newResultId(),
    outputs: { ...shown.outputs, [port]: items },
    startedAt: Date.now(),
    duration: 0,
    editedFrom: shown.id,
  };
  const kept = sheet.data.add(edited);
  sheet.data.show(edited);
  sheet.view.refreshSoon();
  await kept;
  sheet.view.refreshSoon();
}
