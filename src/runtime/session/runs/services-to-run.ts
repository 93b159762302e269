import type { ResolvedGraph, PlanNode } from "../../plan/resolved-graph.ts";
import { plan, type Scope } from "../../plan/planner.ts";
import type { OpenSheet } from "../sheets/open-sheet.ts";
import { callsService } from "../../graph/node-kinds.ts";

/** The nodes that a run may call a Space or a model for. */
export function servicesToRun(
  resolvedGraph: ResolvedGraph,
  { data }: OpenSheet,
  scope: Scope,
): readonly string[] {
  const calls = ({ node }: PlanNode) => callsService(node);
  if (!resolvedGraph.planNodes.some(calls)) return [];
  return plan(resolvedGraph, data, scope).steps.flatMap(({ planNode, action }) =>
    calls(planNode) && (action === "run" || action === "check") ? [planNode.name] : [],
  );
}
