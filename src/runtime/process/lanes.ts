import PQueue from "p-queue";
import { Deferred } from "./deferred.ts";
import type { Lane } from "../run/workflow-code.ts";

/** Lets at most so many calls of a lane run at a time; different lanes do not know of each other. */
export class Lanes {
  readonly #queues = new Map<string, PQueue>();

  /**
   * Rejects with the signal's reason when it aborts before the task's turn. A task that runs keeps its place until it has really
   * ended (which is why the queue is not given the signal).
   */
  async run<T>({ name, limit }: Lane, signal: AbortSignal, task: () => Promise<T>): Promise<T> {
    let queue = this.#queues.get(name);
    if (!queue) this.#queues.set(name, (queue = new PQueue({ concurrency: Math.max(1, limit) })));
    const result = new Deferred<T>();
    const onAbort = () => result.reject(signal.reason);
    signal.addEventListener("abort", onAbort);
    void queue.add(async () => {
      signal.removeEventListener("abort", onAbort);
      if (signal.aborted) return result.reject(signal.reason);
      await task().then(
        (value) => result.resolve(value),
        (error: unknown) => result.reject(error),
      );
    });
    return result.promise;
  }
}
