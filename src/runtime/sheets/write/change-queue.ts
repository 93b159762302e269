import type { Operation } from "../journal/operations.ts";
import type { Replica } from "../replica/replica.ts";

/**
 * Makes changes in memory one after the other, in the order of the calls, even if a call first writes a large value to a file.
 * They do not wait for each other on disk.
 */
export class ChangeQueue {
  readonly #replica: Replica;
  #last: Promise<unknown> = Promise.resolve();

  constructor(replica: Replica) {
    this.#replica = replica;
  }

  /** Settles when the change is on disk. `prepare` runs after all earlier changes are made in memory. */
  async enqueue(prepare: () => readonly Operation[] | Promise<readonly Operation[]>): Promise<void> {
    const made = this.#last.then(prepare).then((operations) => ({ saved: this.#replica.commit(operations) }));
    this.#last = made.catch(() => {});
    const { saved } = await made;
    await saved;
  }

  /** Settles when all changes so far are made in memory. */
  async settled(): Promise<void> {
    await this.#last;
  }
}
