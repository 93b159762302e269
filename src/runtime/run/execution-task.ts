import type { PlanNode } from "../plan/resolved-graph.ts";
import type { ItemResult, KeyParts, ResultRecord } from "../sheets/store.ts";
import type { StepFailure } from "../failures/failure.ts";
import type { StepPrefetch } from "./prefetch.ts";
import type { ResolvedInput } from "./scatter/scatter-items.ts";
import type { BeginCalls } from "./calls/node-calls.ts";
import type { ResultOrigin } from "./result-record.ts";
import type { StepTools } from "./step/run-step.ts";
import type { StepStates } from "./step/step-states.ts";

/** How an execution ended. */
export type ExecutionOutcome =
  | { readonly type: "done"; readonly record: ResultRecord }
  /** `record`: what is kept of it: the items of a scattered plan node that succeeded, the outputs that fit. */
  | { readonly type: "failed"; readonly failure: StepFailure; readonly record?: ResultRecord }
  /** `note`: says what could not be stopped on the other side. */
  | { readonly type: "stopped"; readonly note?: StepFailure };

/** Stores finished items of a scattered plan node, so that a later run can reuse them by key. */
export interface ItemMemory {
  find(keys: readonly string[]): Promise<readonly ItemResult[]>;
  keep(items: readonly ItemResult[]): void;
}

/** One plan node to run, with its resolved inputs and everything that its record needs. */
export interface ExecutionTask {
  readonly planNode: PlanNode;
  readonly key: string;
  readonly parts: KeyParts;
  readonly resolvedInputs: readonly ResolvedInput[];
  readonly origin: ResultOrigin;
  readonly tools: StepTools;
  readonly memory?: ItemMemory;
  readonly prefetch?: StepPrefetch;
  readonly states?: StepStates;
  /** For functions that call other nodes. */
  readonly calls?: BeginCalls;
  /** For scattered plan nodes. Undefined: runs the items that are not done. "all": runs all items. A list: runs only the items with these indices. */
  readonly rerun?: "all" | readonly number[];
}

/** The parts of a result record that are only known when the execution ends. */
export type RecordParts = Pick<ResultRecord, "outputs" | "drawn" | "inputs"> &
  Partial<
    Pick<ResultRecord, "exact" | "items" | "shape" | "commit" | "session" | "fallback" | "ranOn" | "imported">
  >;
