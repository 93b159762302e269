import type { SourceLocation } from "../graph/description.ts";
import { StepError, type StepFailure } from "./step.ts";

/** Whatever was thrown, as a failure that can be shown. */
export function failureOf(error: unknown, at?: SourceLocation): StepFailure {
  const failure = error instanceof StepError ? error.failure : describe(error);
  return failure.at || !at ? failure : { ...failure, at };
}

function describe(error: unknown): StepFailure {
  if (!(error instanceof Error)) return { message: String(error) };
  const causes: string[] = [];
  for (let cause = error.cause; cause instanceof Error && causes.length < 10; cause = cause.cause) {
    causes.push(cause.message);
  }
  return {
    message: error.message || error.name,
    stack: error.stack,
    ...(causes.length > 0 ? { causes } : {}),
  };
}

/** The failure of a node that could not run because something before it failed. */
export function notRun(node: string, upstream: string): StepFailure {
  return { message: `'${node}' did not run because '${upstream}' failed.` };
}
