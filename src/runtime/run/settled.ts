import type { StepFailure } from "../failures/failure.ts";
import type { PlanNode } from "../plan/resolved-graph.ts";
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
