/** Aborts when nothing came for a while. */
export class SilenceWatch {
  readonly signal: AbortSignal;
  readonly #silent = new AbortController();
  #timer: NodeJS.Timeout;

  constructor(
    private readonly limit: number,
    outer: AbortSignal,
  ) {
    this.signal = AbortSignal.any([outer, this.#silent.signal]);
    this.#timer = this.#start();
  }

  heard(): void {
    this.#timer.refresh();
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #start(): NodeJS.Timeout {
    return setTimeout(() => this.#silent.abort(new Error("it fell silent")), this.limit);
  }
}
