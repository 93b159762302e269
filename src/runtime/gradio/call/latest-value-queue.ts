/** Handles values one at a time. Of the values that arrive meanwhile, only the latest is kept. */
export class LatestValueQueue<T> {
  #waiting: { readonly value: T } | undefined;
  #busy = false;
  #ended = false;
  #taken: T | undefined;

  constructor(private readonly handle: (value: T) => Promise<void>) {}

  push(value: T): void {
    if (this.#ended) return;
    this.#waiting = { value };
    if (!this.#busy) void this.#run();
  }

  /** Drops the waiting value. Returns the value that came last, unless it is dropped. */
  end(): T | undefined {
    this.#ended = true;
    const latest = this.#waiting ? undefined : this.#taken;
    this.#waiting = undefined;
    return latest;
  }

  async #run(): Promise<void> {
    this.#busy = true;
    while (this.#waiting) {
      const { value } = this.#waiting;
      this.#waiting = undefined;
      this.#taken = value;
      // A partial result that could not be handled must not fail the call; the final result follows.
      await this.handle(value).catch(() => {});
    }
    this.#busy = false;
  }
}
