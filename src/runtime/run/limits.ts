import PQueue from "p-queue";
import type { Slot } from "./executor.ts";

/** Lets at most so many tasks of one name run at a time. Shared by everything that runs in one engine. */
export class Limits {
  readonly #queues = new Map<string, PQueue>();

  /** Runs a task when a place is free; rejects with the signal's reason where it aborts before that. */
  async run<T>(slot: Slot, signal: AbortSignal, task: () => Promise<T>): Promise<T> {
    let queue = this.#queues.get(slot.name);
    if (!queue) this.#queues.set(slot.name, (queue = new PQueue({ concurrency: slot.limit })));
    if (queue.concurrency !== slot.limit) queue.concurrency = slot.limit;
    return queue.add(task, { signal });
  }
}
