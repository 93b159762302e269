import { InFlight } from "../rpc/in-flight.ts";
import type { PrefetchedCall } from "./workflow-code.ts";

/** Calls that were sent to their process before their turn, by the index of the plan node or of the item. */
export class SentCalls {
  readonly #calls = new InFlight<PrefetchedCall>();

  get size(): number {
    return this.#calls.size;
  }

  /** Undefined also where it was taken out of the process's queue: it can be sent again. */
  get(index: number): PrefetchedCall | undefined {
    const call = this.#calls.get(index);
    if (!call?.lost) return call;
    // All that wait are taken out of a queue together, so all lost ones are dropped here: `size` would count them.
    for (const [other, { lost }] of this.#calls.entries()) if (lost) this.#calls.delete(other);
    return undefined;
  }

  set(index: number, call: PrefetchedCall): void {
    this.#calls.set(index, call);
  }

  /** Drops a call that nothing needs any more; without effect if it was claimed. */
  settle(index: number): void {
    this.#calls.get(index)?.drop();
    this.#calls.delete(index);
  }

  /** Drops all of them. */
  end(): void {
    for (const call of this.#calls.values()) call.drop();
    this.#calls.clear();
  }
}
