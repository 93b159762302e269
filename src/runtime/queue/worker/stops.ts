/** Milliseconds for which a stop is remembered whose job was not seen: a worker may be about to take it. */
const remembered = 60_000;

/** The jobs that are to be stopped, by their nonces: a job that is asked for again has the same id, but another nonce. */
export class Stops {
  /** By nonce: milliseconds since 1970. */
  readonly #heard = new Map<string, number>();
  readonly #running = new Map<string, AbortController>();

  /** @param nonce what came with the event, which anybody may have written */
  add(nonce: unknown): void {
    if (typeof nonce !== "string") return;
    for (const [old, at] of this.#heard) {
      if (Date.now() - at < remembered) break;
      this.#heard.delete(old);
    }
    this.#heard.set(nonce, Date.now());
    this.#running.get(nonce)?.abort();
  }

  /** Aborts when the job is to be stopped, also where that was said before. */
  listen(nonce: string, abort: AbortController): void {
    this.#running.set(nonce, abort);
    if (this.#heard.has(nonce)) abort.abort();
  }

  forget(nonce: string): void {
    this.#running.delete(nonce);
  }
}
