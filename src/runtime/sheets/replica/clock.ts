const PER_MILLISECOND = 1024;

/**
 * Stamps that grow with every entry, follow the time of day, and are later than every stamp seen so far, so that
 * "the last writer wins" means what a person expects even if two machines' clocks differ. Milliseconds times 1024, with
 * the writer's own number below, so that two writers hardly ever give the same; fits into 53 bits until the year 2248.
 */
export class Clock {
  #last = 0;
  readonly #tag: number;
  readonly #now: () => number;

  constructor(writer: string, now: () => number) {
    this.#tag = [...writer].reduce(
      (sum, character) => (sum * 31 + character.charCodeAt(0)) % PER_MILLISECOND,
      0,
    );
    this.#now = now;
  }

  /** Milliseconds since 1970. */
  get now(): number {
    return this.#now();
  }

  next(): number {
    const earliest = Math.max(this.#now(), Math.floor(this.#last / PER_MILLISECOND) + 1);
    this.#last = earliest * PER_MILLISECOND + this.#tag;
    return this.#last;
  }

  /** A stamp of another writer, or of an earlier session. */
  observe(stamp: number): void {
    this.#last = Math.max(this.#last, stamp);
  }
}
