import type { PlanNode } from "../plan/resolved-graph.ts";
import type { ItemResult, KeyParts, ResultRecord } from "../sheets/store.ts";
import type { StepFailure } from "../failures/failure.ts";
import type { StepPrefetch } from "./prefetch.ts";
import type { ResolvedInput } from "./scatter/scatter-items.ts";
import type { Origin } from "./result-record.ts";
import type { StepTools } from "./run-step.ts";

export type Outcome =
  | { readonly type: "done"; readonly record: ResultRecord }
  /** `record`: of a scattered plan node, where some items worked. */
  | { readonly type: "failed"; readonly failure: StepFailure; readonly record?: ResultRecord }
  /** `note`: what could not be stopped on the other side. */
  | { readonly type: "stopped"; readonly note?: StepFailure };

/** Finished items, found again by key and kept as they come. */
export interface ItemMemory {
  find(keys: readonly string[]): Promise<readonly ItemResult[]>;
  keep(items: readonly ItemResult[]): void;
}

export interface Work {
  readonly planNode: PlanNode;
  readonly key: string;
  readonly parts: KeyParts;
  readonly given: readonly ResolvedInput[];
  readonly origin: Origin;
  readonly tools: StepTools;
  readonly memory?: ItemMemory;
  readonly prefetch?: StepPrefetch;
  /** Of a scattered plan node: undefined runs what is not done yet; "all" runs everything again; a list runs these again and nothing else. */
  readonly anew?: "all" | readonly number[];
}

/** What only the end of an execution knows of its record. */
export type RecordParts = Pick<ResultRecord, "outputs" | "drawn" | "inputs"> &
  Partial<Pick<ResultRecord, "items" | "shape" | "commit" | "imported">>;
