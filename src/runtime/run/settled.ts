import type { StepFailure } from "../failures/failure.ts";
import { producedBy, type Produced } from "../plan/produced.ts";
import type { PlanNode } from "../plan/resolved-graph.ts";
import type { ResultRecord } from "../sheets/store.ts";

/** How a plan node came out of a run. */
export type Settled =
  | { readonly type: "ran"; readonly planNode: PlanNode; readonly record: ResultRecord }
  | { readonly type: "reused"; readonly planNode: PlanNode; readonly record: ResultRecord }
  /** A card of inputs or a bypassed node. */
  | { readonly type: "passed"; readonly planNode: PlanNode; readonly produced: Produced }
  | {
      readonly type: "failed";
      readonly planNode: PlanNode;
      readonly failure: StepFailure;
      readonly record?: ResultRecord;
      /** It did not start, because this node before it failed. */
      readonly because?: string;
    }
  | { readonly type: "stopped"; readonly planNode: PlanNode; readonly note?: StepFailure };

/** What a settled plan node gives to those downstream. Undefined: nothing. */
export function producedOf(settled: Settled): Produced | undefined {
  if (settled.type === "passed") return settled.produced;
  if (settled.type === "stopped" || !settled.record) return undefined;
  return producedBy(settled.record);
}
