import type { Operation } from "../journal/operations.ts";
import type { Replica } from "../replica/replica.ts";

/**
 * Makes one change after the other in memory, in the order of the calls even if one writes a big value to a file first;
 * for the disk they wait together.
 */
export class ChangeQueue {
  readonly #replica: Replica;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(replica: Replica) {
    this.#replica = replica;
  }

  /** Settles when it is on disk. */
  async enqueue(prepare: () => readonly Operation[] | Promise<readonly Operation[]>): Promise<void> {
    const made = this.#turn.then(prepare).then((operations) => ({ saved: this.#replica.commit(operations) }));
    this.#turn = made.catch(() => {});
    const { saved } = await made;
    await saved;
  }

  /** Settles when all that was asked for is made in memory. */
  async settled(): Promise<void> {
    await this.#turn;
  }
}
