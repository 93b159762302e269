/** What can go wrong with a call beside its own news: its stream breaks or falls silent, or it is stopped. */
export class StreamWatchdog {
  /** Rejects with the first thing that goes wrong. */
  readonly failure: Promise<never>;
  #fail: (error: unknown) => void = () => {};
  #silence: NodeJS.Timeout | undefined;

  constructor() {
    this.failure = new Promise((_, reject) => (this.#fail = reject));
    // Nobody may be waiting for it (yet).
    this.failure.catch(() => {});
  }

  fail(error: unknown): void {
    this.#fail(error);
  }

  /** From now on something has to be heard every so often, in milliseconds. */
  startTimer(limit: number, otherwise: () => Error): void {
    this.#silence = setTimeout(() => this.fail(otherwise()), limit);
  }

  resetTimer(): void {
    this.#silence?.refresh();
  }

  /** Silence is no sign of anything any more. */
  stopTimer(): void {
    clearTimeout(this.#silence);
    this.#silence = undefined;
  }
}
