import PQueue from "p-queue";

/** Calls that share a limit: functions of one `concurrencyGroup`, or everything that calls one host. */
export interface ConcurrencyGroup {
  readonly name: string;
  /** Calls of the group that run at the same time, at least 1. */
  readonly limit: number;
}

/** A queue for each concurrency group; different groups do not wait for each other. */
export class ConcurrencyGroups {
  readonly #queues = new Map<string, PQueue>();

  /**
   * Runs the task when the group has room for it. Rejects with the signal's reason if the signal aborts before that. A task
   * that has started counts until it has ended, even if its signal aborts: the queue is therefore not given the signal.
   */
  run<T>({ name, limit }: ConcurrencyGroup, signal: AbortSignal, task: () => Promise<T>): Promise<T> {
    const queue = this.#queueOf(name, Math.max(1, limit));
    return new Promise<T>((resolve, reject) => {
      const onAbort = () => reject(signal.reason as Error);
      signal.addEventListener("abort", onAbort);
      void queue.add(async () => {
        signal.removeEventListener("abort", onAbort);
        if (signal.aborted) return reject(signal.reason as Error);
        await task().then(resolve, reject);
      });
    });
  }

  #queueOf(name: string, limit: number): PQueue {
    let queue = this.#queues.get(name);
    if (!queue) this.#queues.set(name, (queue = new PQueue({ concurrency: limit })));
    if (queue.concurrency !== limit) queue.concurrency = limit;
    return queue;
  }
}
