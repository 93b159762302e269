import pRetry from "p-retry";
import { failureOf } from "../../failures/failure.ts";
import type { Maybe } from "../executor.ts";
import { type StepContext } from "./step.ts";
import { StepError } from "../../failures/failure.ts";

/** How often calls of services are tried again whose node does not say it. */
export const defaultRetries = 5;
/** Milliseconds. */
const firstDelay = 500;
const longestDelay = 20_000;

interface RetryOptions {
  readonly retries?: number;
  /** Whether failures that are not transient are tried again too. */
  readonly ofAny?: boolean;
}

/**
 * Retries after transient failures, with growing delays and jitter, and emits a `retrying` phase before each retry. `attempt`
 * gets its number, from 1.
 */
export async function withRetries<T>(
  context: StepContext,
  attempt: (number: number) => Maybe<T>,
  { retries = defaultRetries, ofAny = false }: RetryOptions = {},
): Promise<T> {
  const isTried = (error: Error): boolean => !context.signal.aborted && (ofAny || isTransient(error));
  return pRetry(
    async (number) => {
      try {
        return await attempt(number);
      } catch (error) {
        // p-retry does not retry some plain errors, such as a TypeError. Whether a StepError is transient is stated in it.
        throw error instanceof StepError ? error : new StepError(failureOf(error));
      }
    },
    {
      retries,
      minTimeout: firstDelay,
      maxTimeout: longestDelay,
      randomize: true,
      signal: context.signal,
      shouldRetry: ({ error }) => isTried(error),
      onFailedAttempt: ({ error, attemptNumber, retriesLeft }) => {
        if (retriesLeft === 0 || !isTried(error)) return;
        const delay = Math.min(firstDelay * 2 ** (attemptNumber - 1) * 1.5, longestDelay);
        context.emit({
          type: "phase",
          phase: { kind: "retrying", attempt: attemptNumber + 1, reason: error.message, delay },
        });
      },
    },
  );
}

function isTransient(error: Error): boolean {
  return error instanceof StepError && error.failure.transient === true;
}
