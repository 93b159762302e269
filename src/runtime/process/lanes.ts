import PQueue from "p-queue";
import type { Lane } from "./generation.ts";

/** Lets at most so many calls of a lane run at a time; different lanes do not know of each other. */
export class Lanes {
  readonly #queues = new Map<string, PQueue>();

  /** Rejects with the signal's reason when it aborts before the task's turn. */
  run<T>({ name, limit }: Lane, signal: AbortSignal, task: () => Promise<T>): Promise<T> {
    let queue = this.#queues.get(name);
    if (!queue) this.#queues.set(name, (queue = new PQueue({ concurrency: Math.max(1, limit) })));
    return queue.add(task, { signal });
  }
}
