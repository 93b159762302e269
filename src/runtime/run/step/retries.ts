import pRetry from "p-retry";
import { failureOf } from "../../failures/failure.ts";
import { type StepContext } from "./step.ts";
import { StepError } from "../../failures/failure.ts";

const retries = 5;
/** Milliseconds. */
const firstDelay = 500;
const longestDelay = 20_000;

/** Retries after transient failures, with growing delays and jitter, and emits a `retrying` phase before each retry. */
export async function withRetries<T>(context: StepContext, attempt: () => Promise<T>): Promise<T> {
  return pRetry(
    async () => {
      try {
        return await attempt();
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
      shouldRetry: ({ error }) => isTransient(error),
      onFailedAttempt: ({ error, attemptNumber, retriesLeft }) => {
        if (retriesLeft === 0 || !isTransient(error)) return;
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
