import { setTimeout as sleep } from "node:timers/promises";

/**
 * Repeats an attempt until it succeeds. Rejects with the last failure after `timeout` milliseconds.
 * @param what the condition, in words, for the message
 */
export async function eventually<T>(
  what: string,
  attempt: () => Promise<T> | T,
  timeout = 30_000,
): Promise<T> {
  const end = performance.now() + timeout;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() < end) await sleep(50);
      else throw new Error(`Within ${timeout / 1000} s it did not happen that ${what}.`, { cause: error });
    }
  }
}
