/** Milliseconds between two partial outputs of one call. */
const interval = 40;

/**
 * Sends the newest of a stream's values: at most so often, never before the last one was taken, so that a fast generator
 * neither floods the engine nor waits for it.
 */
export class Partials {
  #newest: { readonly value: unknown } | undefined;
  #busy = false;
  #closed = false;

  /** `send` resolves when the other side has taken the value. */
  constructor(private readonly send: (value: unknown) => Promise<void>) {}

  readonly offer = (value: unknown): void => {
    this.#newest = { value };
    if (!this.#busy) void this.#pump();
  };

  /** What was not sent yet is no longer needed. */
  close(): void {
    this.#closed = true;
    this.#newest = undefined;
  }

  async #pump(): Promise<void> {
    this.#busy = true;
    while (this.#newest && !this.#closed) {
      const { value } = this.#newest;
      this.#newest = undefined;
      const pause = new Promise((resolve) => setTimeout(resolve, interval).unref());
      // A value that does not fit the outputs is only not shown; as a result it will be an error.
      await this.send(value).catch(() => {});
      await pause;
    }
    this.#busy = false;
  }
}
