import { notRun, StepError, type StepFailure } from "../failures/failure.ts";
import type { PlanNode, ResolvedGraph } from "../plan/resolved-graph.ts";
import { producedBy, type Produced } from "../plan/produced.ts";
import type { ResultRecord } from "../sheets/store.ts";

/** How a plan node ended in a run. */
export type Settled =
  | { readonly type: "ran"; readonly planNode: PlanNode; readonly record: ResultRecord }
  | { readonly type: "reused"; readonly planNode: PlanNode; readonly record: ResultRecord }
  /** A card of inputs or a bypassed node: it produces values without running. */
  | { readonly type: "passed"; readonly planNode: PlanNode; readonly produced: Produced }
  | {
      readonly type: "failed";
      readonly planNode: PlanNode;
      readonly failure: StepFailure;
      readonly record?: ResultRecord;
      /** Set if it did not start because an upstream node failed: the name of that node. */
      readonly because?: string;
    }
  | { readonly type: "stopped"; readonly planNode: PlanNode; readonly note?: StepFailure };

/** What a settled plan node passes to its downstream nodes; undefined if it has nothing to pass on. */
export function producedOf(settled: Settled): Produced | undefined {
  if (settled.type === "passed") return settled.produced;
  if (settled.type === "stopped" || !settled.record) return undefined;
  return producedBy(settled.record);
}

/** What is known of a plan node in a run. */
interface Progress {
  /** Undefined where it has not settled, or is not part of the run. */
  readonly settled: Settled | undefined;
  /** It has something to pass on. */
  readonly isProduced: boolean;
}

/**
 * How a plan node settles because an upstream node did not produce its result; undefined if all did.
 *
 * @throws {StepError} where an upstream node is not part of the run and has no result
 */
export function heldBackBy(
  planNode: PlanNode,
  { planNodes }: ResolvedGraph,
  progressOf: (index: number) => Progress,
): Settled | undefined {
  for (const index of planNode.upstream) {
    const { settled, isProduced } = progressOf(index);
    if (isProduced && settled?.type !== "stopped") continue;
    const { name } = planNodes[index]!;
    if (settled?.type === "stopped") return { type: "stopped", planNode };
    if (settled) {
      const because = (settled.type === "failed" && settled.because) || name;
      return { type: "failed", planNode, failure: notRun(planNode.name, because), because };
    }
    throw new StepError({
      message: `'${planNode.name}' needs a result of '${name}', which has none yet.`,
      help: `Run '${name}' first, or use Run to here.`,
      at: planNode.node.source,
    });
  }
  return undefined;
}
