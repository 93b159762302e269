import { redact } from "./redact.ts";
import { redactValue } from "./secrets.ts";

/**
 * Why a step failed, in words a person can act on. Sent between processes as plain data.
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
  /** The source-mapped stack, for the log and the assistant. */
  readonly stack?: string;
  /** The link that the card shows. */
  readonly link?: { readonly title: string; readonly url: string };
  /** The person has to sign in (again). */
  readonly signIn?: boolean;
  /** The requested graph is not in the file. */
  readonly unknownGraph?: boolean;
  /** A retry may work: network errors, 429, 5xx, a Space that was waking up. */
  readonly transient?: boolean;
}

/** A `StepFailure` as a thrown error. */
export class StepError extends Error {
  readonly failure: StepFailure;

  constructor(failure: StepFailure) {
    // It may hold words of an app, and it is shown, logged and kept.
    const clean = redactValue(failure);
    super(clean.message);
    this.name = "StepError";
    this.failure = clean;
  }
}

/** The same error, but never tried again by itself: what has run once would run, and may cost, a second time. */
export function withoutRetry(error: unknown): unknown {
  if (!(error instanceof StepError) || !error.failure.transient) return error;
  return new StepError({ ...error.failure, transient: false });
}

/** Turns anything thrown into a failure that can be shown. `at` is used if the error has no location of its own. */
export function failureOf(error: unknown, at?: StepFailure["at"]): StepFailure {
  const failure = error instanceof StepError ? redactValue(error.failure) : describe(error);
  return failure.at || !at ? failure : { ...failure, at };
}

function describe(error: unknown): StepFailure {
  if (!(error instanceof Error)) return { message: redact(String(error)) };
  const [message = error.name, ...causes] = [...causesOf(error)].map((cause) =>
    redact(cause.message || cause.name),
  );
  return {
    message,
    ...(error.stack === undefined ? {} : { stack: redact(error.stack) }),
    ...(causes.length > 0 ? { causes } : {}),
  };
}

/** The error and its causes, outermost first. */
export function* causesOf(error: unknown): Generator<Error> {
  for (let depth = 0; depth < 10 && error instanceof Error; depth += 1) {
    yield error;
    error = error instanceof AggregateError ? error.errors[0] : error.cause;
  }
}

/** The failure of a node that could not run because an upstream node failed. */
export function notRun(node: string, upstream: string): StepFailure {
  return { message: `'${node}' did not run because '${upstream}' failed.` };
}
