import type { FnNodeDescription } from "../graph/description.ts";
import type { CallPlaces } from "../protocol/canvas.ts";
import type { Evaluation } from "./evaluate.ts";
import type { PlanNode } from "./resolved-graph.ts";

/** What is known of other machines. */
export interface KnownPlaces {
  /** The group of workers that runs the calls of a node; undefined where this machine does. */
  placeOf(node: FnNodeDescription): string | undefined;
  /** The workers of these groups; undefined where nothing was heard yet. */
  workersOf(groups: ReadonlySet<string>): number | undefined;
  /** Calls the listener when workers came or went, until the function that is returned is called. */
  onWorkers(listener: () => void): () => void;
}

/** Where the calls of plan nodes that run would be made; undefined where all of them are made here. */
export function placesOf(
  planNodes: readonly PlanNode[],
  evaluations: readonly Evaluation[],
  known: KnownPlaces,
): CallPlaces | undefined {
  const groups = new Set<string>();
  let here = 0;
  let queued = 0;
  for (const planNode of planNodes) {
    const calls = callsOf(planNode, evaluations);
    const group = planNode.node.kind === "fn" ? known.placeOf(planNode.node) : undefined;
    if (group === undefined) here += calls;
    else {
      queued += calls;
      groups.add(group);
    }
  }
  if (groups.size === 0) return undefined;
  const workers = known.workersOf(groups);
  return { here, queued, ...(workers !== undefined && { workers }) };
}

/** One for each item of the list as it is now, else as it was when the node ran last. */
function callsOf({ index, depth, inputs }: PlanNode, evaluations: readonly Evaluation[]): number {
  if (depth === 0) return 1;
  for (const { source, from, depth: levels } of inputs) {
    if (depth > 1 || levels === 0 || from === undefined || source.kind !== "port") continue;
    const list = evaluations[from]?.shown?.outputs[source.from.port];
    if (Array.isArray(list)) return list.length;
  }
  return evaluations[index]?.shown?.items?.length ?? 1;
}
