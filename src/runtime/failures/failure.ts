import { redact } from "./redact.ts";

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

/** Whatever was thrown, as a failure that can be shown. `at`: the place to name where the error names none. */
export function failureOf(error: unknown, at?: StepFailure["at"]): StepFailure {
  const failure = error instanceof StepError ? error.failure : describe(error);
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
