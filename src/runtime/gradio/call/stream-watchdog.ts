/**
 * Watches a call for failures that no event reports: its stream breaks or sends nothing for too long, or the call is stopped.
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

  /** Calls `onSilence` when `resetTimer` was not called for `limit` milliseconds. */
  startTimer(limit: number, onSilence: () => void): void {
    this.#silence = setTimeout(onSilence, limit);
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
