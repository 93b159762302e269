import type { HeardWorker } from "../../protocol/workers.ts";

/** Milliseconds between two looks at who is there. */
const interval = 5_000;

/** The workers that the engine heard of last, for those who do not wait for an answer of the queue. */
export class HeardWorkers {
  #workers: readonly HeardWorker[] | undefined;
  readonly #listeners = new Set<() => void>();
  /** Milliseconds since 1970. */
  #lookAt = 0;

  /** @param look tells `heard` of what it finds. Rejects where the queue cannot be asked */
  constructor(private readonly look: () => Promise<unknown>) {}

  /** How many serve one of these groups; undefined where nothing is known. What may have changed since is looked up, and told later. */
  countOf(groups: ReadonlySet<string>): number | undefined {
    void this.#lookNow();
    return this.#workers?.filter(({ groups: served }) => Object.keys(served).some((one) => groups.has(one)))
      .length;
  }

  heard(workers: readonly HeardWorker[] | undefined): void {
    const isNew = servedBy(workers) !== servedBy(this.#workers);
    this.#workers = workers;
    if (isNew) for (const tell of this.#listeners) tell();
  }

  /** Calls the listener when workers came or went, until the function that is returned is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async #lookNow(): Promise<void> {
    if (Date.now() < this.#lookAt) return;
    this.#lookAt = Number.POSITIVE_INFINITY;
    try {
      await this.look();
    } catch {
      this.heard(undefined);
    } finally {
      this.#lookAt = Date.now() + interval;
    }
  }
}

function servedBy(workers: readonly HeardWorker[] | undefined): string | undefined {
  return workers && JSON.stringify(workers.map(({ groups }) => groups));
}
