import type { StepFailure } from "../../failures/failure.ts";
import type { InputId } from "../../graph/description.ts";
import type { SelectedVariants } from "../../graph/variants.ts";
import type { StepEvent } from "../../run/step/step-events.ts";
import type { FallbackUse } from "../../sheets/store.ts";
import type { Value, Values } from "../../values/value.ts";

/** A call of a graph by a program: values in, results out, no canvas. */
export interface CallRequest {
  /** Names of the nodes that are wanted; what they need runs too. Their outputs come back. */
  readonly targets: readonly string[];
  /** Values of canvas inputs, files as references. What is left out takes its component's own value. */
  readonly inputs?: Readonly<Record<InputId, Value>>;
  /** Variants of choices. What is left out uses the first one. */
  readonly picks?: SelectedVariants;
  /** Answers of human steps, by node. One that is asked and has none here fails. */
  readonly answers?: Values;
  /** Runs everything, also what was called with the same values before. */
  readonly fresh?: boolean;
  /** Keeps the run in the sheet of this name, which is made where there is none. */
  readonly sheet?: string;
  /** Aborting it stops what this call alone waits for. */
  readonly signal?: AbortSignal;
  /** Called with all that happens to the nodes of the call, in order. */
  readonly onNodeState?: (node: string, state: CallState) => void;
}

/** What happens to a node of a call. A variant goes by its choice's name. */
export type CallState =
  | StepEvent
  /** Of a node that runs once for each item of a list. */
  | { readonly type: "items"; readonly done: number; readonly total: number }
  | {
      readonly type: "settled";
      readonly how: "ran" | "reused" | "passed";
      readonly outputs: Values;
      readonly fallback?: FallbackUse;
    }
  /** `because`: the node whose failure kept it from running. */
  | { readonly type: "failed"; readonly failure: StepFailure; readonly because?: string }
  | { readonly type: "stopped" };

export interface CallOutcome {
  /** By node, in the order of `targets`, and port. Those that failed or were stopped are missing. */
  readonly outputs: Readonly<Record<string, Values>>;
  /** In the order in which they happened: the first ones are the causes of the others. */
  readonly failures: readonly CallFailure[];
  readonly stopped: boolean;
  /** Nodes whose results came from their fallbacks, and why. */
  readonly fallbacks: Readonly<Record<string, FallbackUse>>;
}

export interface CallFailure {
  readonly node: string;
  readonly failure: StepFailure;
  readonly because?: string;
}
