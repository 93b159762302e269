/** Handles values one at a time; of those that come while one is being handled only the newest counts. */
export class LatestValueQueue<T> {
  #waiting: { readonly value: T } | undefined;
  #busy = false;
  #ended = false;

  constructor(private readonly handle: (value: T) => Promise<void>) {}

  push(value: T): void {
    if (this.#ended) return;
    this.#waiting = { value };
    if (!this.#busy) void this.#run();
  }

  /** What still waits is dropped. */
  end(): void {
    this.#ended = true;
    this.#waiting = undefined;
  }

  async #run(): Promise<void> {
    this.#busy = true;
    while (this.#waiting) {
      const { value } = this.#waiting;
      this.#waiting = undefined;
      // A passing view that failed is no reason to fail: the result comes by itself.
      await this.handle(value).catch(() => {});
    }
    this.#busy = false;
  }
}
