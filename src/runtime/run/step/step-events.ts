import type { StepPhase } from "../../protocol/step-phase.ts";
import type { Values } from "../../values/value.ts";

/** What a step reports while it runs, in the order it happens. */
export type StepEvent =
  | { readonly type: "phase"; readonly phase: StepPhase }
  /** `fraction` from 0 to 1, undefined where the total is unknown. */
  | { readonly type: "progress"; readonly fraction?: number; readonly text?: string }
  /** Output so far, by port. The next one replaces it. */
  | { readonly type: "partial"; readonly outputs: Values }
  | { readonly type: "log"; readonly stream: "stdout" | "stderr" | "log"; readonly text: string };

/** What every call made for a step may use: user code, a service, a question to a person. */
export interface CallContext {
  /** Aborts on Stop: the call then cancels what it can on the other side and rejects. */
  readonly signal: AbortSignal;
  emit(event: StepEvent): void;
}
