import type { Foreign } from "../files/foreign.ts";
import type { AheadOfStep } from "./ahead.ts";
import type { Value, Values } from "../graph/value.ts";

/** What a step tells while it runs, in the order it happens. */
export type StepEvent =
  | { readonly type: "phase"; readonly phase: StepPhase }
  /** `fraction` from 0 to 1, undefined where the total is unknown. */
  | { readonly type: "progress"; readonly fraction?: number; readonly text?: string }
  /** Output so far, by port: the next one replaces it. */
  | { readonly type: "partial"; readonly outputs: Values }
  | { readonly type: "log"; readonly stream: "stdout" | "stderr" | "log"; readonly text: string };

export type StepPhase =
  /** For a free place at the host, in the concurrency group, or in the workflow process. */
  | { readonly kind: "waiting" }
  /** The Space sleeps and is being woken. */
  | { readonly kind: "waking"; readonly text: string }
  /** A Space that runs locally is being cloned, installed or started. */
  | { readonly kind: "installing"; readonly text: string }
  /** `position` from 1; `eta` in seconds. */
  | { readonly kind: "queued"; readonly position?: number; readonly of?: number; readonly eta?: number }
  | { readonly kind: "running" }
  | { readonly kind: "retrying"; readonly attempt: number; readonly reason: string; readonly delay: number };

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

/**
 * Why a step failed, in words a person can act on. Crosses processes as plain data.
 */
export interface StepFailure {
  /** What is wrong and where, in one or two sentences. */
  readonly message: string;
  /** What to do next. */
  readonly help?: string;
  /** 1-based, in the workflow file or a local module. */
  readonly at?: { readonly file: string; readonly line: number; readonly column?: number };
  /** Messages of the causes, outermost first. */
  readonly causes?: readonly string[];
  /** For the log and the assistant: the mapped stack. */
  readonly stack?: string;
  /** Which link the card shows. */
  readonly link?: { readonly title: string; readonly url: string };
  /** The person has to sign in (again). */
  readonly signIn?: boolean;
  /** The graph that was asked for is not in the file. */
  readonly unknownGraph?: boolean;
  /** Another try may work: network, 429, 5xx, a Space that was waking. */
  readonly transient?: boolean;
}

/** A `StepFailure` as a thrown error. */
export class StepError extends Error {
  constructor(readonly failure: StepFailure) {
    super(failure.message);
    this.name = "StepError";
  }
}
