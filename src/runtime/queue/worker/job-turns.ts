import { ConcurrencyGroups } from "../../run/concurrency-groups.ts";

/** Milliseconds of a short job. While jobs are short, one more is prefetched, so that none waits for the way through the queue. */
const short = 100;
/** Milliseconds that a prefetched job waits for its turn here. Then it is for other workers, since the job before it is a long one. */
const patience = 500;

/** Why a job did not begin that was prefetched. */
export const noTurn = new Error("The jobs before it take too long.");

/** What a worker takes at a time. */
interface Taker {
  concurrency: number;
}

/** When the jobs that a worker took begin: as many at a time as its group allows. */
export class JobTurns {
  readonly #groups = new ConcurrencyGroups();
  /** Jobs that have begun or wait for their turn. */
  #taken = 0;
  #areShort = false;
  /**
   * Jobs here whose earlier worker ended. Nothing is prefetched behind one: if it ends this worker too, the prefetched job would be blamed
   * as well.
   */
  #stalled = 0;

  constructor(
    private readonly taker: Taker,
    private readonly limit: number,
  ) {}

  /** Jobs that have begun. */
  get running(): number {
    return Math.min(this.#taken, this.limit);
  }

  /** Rejects with `noTurn`, or what `abort` was aborted with, where the job has not begun. */
  async run<Result>(isStalled: boolean, abort: AbortController, job: () => Promise<Result>): Promise<Result> {
    this.#taken++;
    if (isStalled) this.#stalled++;
    this.#prefetch();
    const late = this.#taken <= this.limit ? undefined : setTimeout(() => this.#giveUp(abort), patience);
    try {
      return await this.#groups.run({ name: "jobs", limit: this.limit }, abort.signal, () => {
        clearTimeout(late);
        return this.#measured(job);
      });
    } finally {
      clearTimeout(late);
      this.#taken--;
      if (isStalled) this.#stalled--;
      this.#prefetch();
    }
  }

  #giveUp(abort: AbortController): void {
    this.#areShort = false;
    abort.abort(noTurn);
  }

  async #measured<Result>(job: () => Promise<Result>): Promise<Result> {
    const startedAt = performance.now();
    const result = await job();
    // One that failed, or found its limit reached, says nothing of how long others take.
    this.#areShort = performance.now() - startedAt <= short;
    return result;
  }

  #prefetch(): void {
    this.taker.concurrency = this.limit + (this.#areShort && this.#stalled === 0 ? 1 : 0);
  }
}
