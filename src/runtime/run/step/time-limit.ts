import { StepError } from "../../failures/failure.ts";
import type { StepContext } from "./step.ts";

/**
 * Runs a try of a step, and ends it after so many seconds as Stop would. The failure is not transient: the other side may have
 * done its work, and the next try would take as long.
 */
export async function withinLimit<T>(
  seconds: number,
  context: StepContext,
  attempt: (context: StepContext) => T | Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  const stop = () => ending.abort();
  context.signal.addEventListener("abort", stop);
  if (context.signal.aborted) stop();
  let over = false;
  const limit = setTimeout(() => {
    over = true;
    stop();
  }, seconds * 1000);
  try {
    return await attempt({ ...context, signal: ending.signal });
  } catch (error) {
    if (!over || context.signal.aborted) throw error;
    throw new StepError({
      message: `It took longer than its time limit of ${seconds} s and was ended.`,
      help: "Give the node a larger 'timeout', or none.",
    });
  } finally {
    clearTimeout(limit);
    context.signal.removeEventListener("abort", stop);
  }
}
