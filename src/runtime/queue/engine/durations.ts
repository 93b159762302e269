/** Milliseconds of a call that are worth a job: the way through the queue costs some itself. */
const worthSending = 100;

/** How long functions took, by their code, so that short ones stay on this machine. */
export class Durations {
  readonly #known = new Map<string, { total: number; count: number }>();

  add(code: string, milliseconds: number): void {
    const known = this.#known.get(code);
    if (!known) this.#known.set(code, { total: milliseconds, count: 1 });
    else {
      known.total += milliseconds;
      known.count++;
    }
  }

  areWorthSending(code: string): boolean {
    const known = this.#known.get(code);
    return known !== undefined && known.total / known.count >= worthSending;
  }
}
