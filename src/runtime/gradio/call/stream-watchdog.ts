/** What can go wrong with a call beside its own news: its stream breaks or falls silent, or it is stopped. */
export class Watch {
  /** Rejects with the first thing that goes wrong. */
  readonly happened: Promise<never>;
  #fail: (error: unknown) => void = () => {};
  #silence: NodeJS.Timeout | undefined;

  constructor() {
    this.happened = new Promise((_, reject) => (this.#fail = reject));
    // Nobody may be waiting for it (yet).
    this.happened.catch(() => {});
  }

  fail(error: unknown): void {
    this.#fail(error);
  }

  /** From now on something has to be heard every so often, in milliseconds. */
  expectSigns(limit: number, otherwise: () => Error): void {
    this.#silence = setTimeout(() => this.fail(otherwise()), limit);
  }

  heard(): void {
    this.#silence?.refresh();
  }

  /** Silence is no sign of anything any more. */
  rest(): void {
    clearTimeout(this.#silence);
    this.#silence = undefined;
  }
}
