import type { Foreign } from "../files/foreign.ts";
import type { AheadOfStep } from "./ahead.ts";
import type { Value, Values } from "../graph/value.ts";
import type { StepPhase } from "./step-phase.ts";

export { StepError, type StepFailure } from "./step-failure.ts";
export type { StepPhase } from "./step-phase.ts";

/** What a step tells while it runs, in the order it happens. */
export type StepEvent =
  | { readonly type: "phase"; readonly phase: StepPhase }
  /** `fraction` from 0 to 1, undefined where the total is unknown. */
  | { readonly type: "progress"; readonly fraction?: number; readonly text?: string }
  /** Output so far, by port: the next one replaces it. */
  | { readonly type: "partial"; readonly outputs: Values }
  | { readonly type: "log"; readonly stream: "stdout" | "stderr" | "log"; readonly text: string };

/** What a step may use while it runs. */
export interface StepContext {
  /** Aborts on Stop: the step then cancels what it can on the other side and rejects. */
  readonly signal: AbortSignal;
  /** The workflow file's folder, where relative paths in inputs start. */
  readonly folder?: string;
  /** Inputs that Spaces or models wrote: no text among them names a file of this machine. */
  readonly foreign?: Foreign;
  readonly ahead?: AheadOfStep;
  emit(event: StepEvent): void;
}

/** What calling a service came to. */
export interface ServiceResult {
  /** The endpoint's return values in order, files taken into the media folder. */
  readonly returned: readonly Value[];
  /** The commit of the Space or model that answered, where it is known. */
  readonly commit?: string;
}
