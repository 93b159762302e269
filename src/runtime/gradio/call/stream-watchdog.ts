/**
 * Watches a call for failures that no event reports: its stream breaks or sends nothing for too long, or the call is stopped.
 * The failure is marked as transient, so the run repeats the step after a dropped stream.
 */
export class StreamWatchdog {
  /** Rejects with the first failure. */
  readonly failure: Promise<never>;
  #fail: (error: unknown) => void = () => {};
  #silence: NodeJS.Timeout | undefined;

  constructor() {
    this.failure = new Promise((_, reject) => (this.#fail = reject));
    // A failure before anybody waits must not be an unhandled rejection.
    this.failure.catch(() => {});
  }

  fail(error: unknown): void {
    this.#fail(error);
  }

  /** Fails with `otherwise()` when `resetTimer` is not called for `limit` milliseconds. */
  startTimer(limit: number, otherwise: () => Error): void {
    this.#silence = setTimeout(() => this.fail(otherwise()), limit);
  }

  resetTimer(): void {
    this.#silence?.refresh();
  }

  /** Ends the timer: the stream may be silent from now on. */
  stopTimer(): void {
    clearTimeout(this.#silence);
    this.#silence = undefined;
  }
}
