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
