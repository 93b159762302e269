import type { Unit } from "../plan/outline.ts";
import type { ItemResult, KeyParts, ResultRecord } from "../sheets/store.ts";
import type { StepFailure } from "../failures/failure.ts";
import type { AheadOfStep } from "./ahead.ts";
import type { GivenInput } from "./items.ts";
import type { Origin } from "./record.ts";
import type { StepTools } from "./run-step.ts";

export type Outcome =
  | { readonly type: "done"; readonly record: ResultRecord }
  /** `record`: of a scattered unit, where some items worked. */
  | { readonly type: "failed"; readonly failure: StepFailure; readonly record?: ResultRecord }
  /** `note`: what could not be stopped on the other side. */
  | { readonly type: "stopped"; readonly note?: StepFailure };

/** Finished items, found again by key and kept as they come. */
export interface ItemMemory {
  find(keys: readonly string[]): Promise<readonly ItemResult[]>;
  keep(items: readonly ItemResult[]): void;
}

export interface Work {
  readonly unit: Unit;
  readonly key: string;
  readonly parts: KeyParts;
  readonly given: readonly GivenInput[];
  readonly origin: Origin;
  readonly tools: StepTools;
  readonly memory?: ItemMemory;
  readonly ahead?: AheadOfStep;
  /** Of a scattered unit: undefined runs what is not done yet; "all" everything anew; a list these anew and nothing else. */
  readonly anew?: "all" | readonly number[];
}

/** What only the end of an execution knows of its record. */
export type RecordParts = Pick<ResultRecord, "outputs" | "drawn" | "inputs"> &
  Partial<Pick<ResultRecord, "items" | "shape" | "commit" | "imported">>;
