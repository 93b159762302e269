import type { StepFailure } from "../failures/failure.ts";
import { StepError } from "../failures/failure.ts";
import { Deferred } from "./deferred.ts";
import type { Seat } from "./seat.ts";

/** Where a call may run: where all of its lane run, in a process apart from that, or anywhere. */
export type Wish = "main" | "apart" | "any";

export type SeatOutcome =
  { readonly type: "seat"; readonly seat: Seat } | { readonly type: "failed"; readonly failure: StepFailure };

export interface SeatsOptions {
  /** Processes beside the main one. */
  readonly limit: number;
  /** All calls go to the main process: somebody debugs it. */
  readonly single: boolean;
  /** Starts a process and loads the file. */
  start(): Promise<SeatOutcome>;
}

/** Milliseconds after which a process beside the main one goes, when nothing needed it. */
const idleTime = 60_000;

interface Waiter {
  readonly wish: Wish;
  readonly taken: Deferred<Seat>;
}

/**
 * The processes of one generation, and which of them takes the next call. A free process takes it at once; then more are
 * started, up to the limit; then calls share processes, and the one whose event loop answers first takes the call: it
 * waits for something, while another one computes.
 */
export class Seats {
  #main: Seat | undefined;
  readonly #others = new Set<Seat>();
  /** Starts under way. */
  #startingMain = false;
  #startingOthers = 0;
  #waiters: Waiter[] = [];
  #closed = false;

  constructor(
    private readonly options: SeatsOptions,
    main: Seat,
  ) {
    this.#main = main;
    this.#watch(main);
  }

  get all(): readonly Seat[] {
    return this.#main ? [this.#main, ...this.#others] : [...this.#others];
  }

  /** A place in the main process for a call that waits there for its turn; undefined while there is no such process. */
  takeMain(): Seat | undefined {
    const seat = this.#free("main");
    seat?.expect();
    return seat;
  }

  /** Rejects with the signal's reason, or with a `StepError` where no process can be had. */
  async take(wish: Wish, signal: AbortSignal): Promise<Seat> {
    signal.throwIfAborted();
    const waiter: Waiter = { wish: this.options.single ? "main" : wish, taken: new Deferred() };
    const onAbort = () => {
      this.#waiters = this.#waiters.filter((other) => other !== waiter);
      waiter.taken.reject(signal.reason);
    };
    signal.addEventListener("abort", onAbort);
    this.#waiters.push(waiter);
    this.#assign();
    try {
      return await waiter.taken.promise;
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  }

  /** A call in a process is over. */
  released(seat: Seat): void {
    if (seat.isIdle && seat !== this.#main) {
      seat.idle = setTimeout(() => {
        if (seat.isIdle) this.#drop(seat);
      }, idleTime).unref();
    }
    if (seat.spoilt && seat.isIdle) this.#drop(seat);
    this.#assign();
  }

  /** A process that takes no more calls goes when its last one is over. */
  spoil(seat: Seat): void {
    seat.spoilt = true;
    if (seat.isIdle) this.#drop(seat);
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { taken } of this.#waiters)
      taken.reject(new StepError({ message: "The workflow was closed." }));
    this.#waiters = [];
    await Promise.all(this.all.map((seat) => seat.process.kill()));
  }

  #drop(seat: Seat): void {
    this.#forget(seat);
    void seat.process.kill();
  }

  #forget(seat: Seat): void {
    clearTimeout(seat.idle);
    this.#others.delete(seat);
    if (this.#main === seat) {
      this.#main = undefined;
      this.#startMain();
    }
    this.#assign();
  }

  #watch(seat: Seat): void {
    void seat.process.gone.then(() => {
      if (this.all.includes(seat)) this.#forget(seat);
    });
  }

  #assign(): void {
    if (this.#closed) return;
    for (const waiter of [...this.#waiters]) {
      const free = this.#free(waiter.wish);
      if (free) this.#give(free, waiter);
    }
    const apart = this.#waiters.filter(({ wish }) => wish === "apart").length;
    const any = this.#waiters.some(({ wish }) => wish === "any");
    const wanted = Math.max(apart, any && this.#others.size === 0 ? 1 : 0);
    while (this.#startingOthers < wanted && this.#others.size + this.#startingOthers < this.options.limit) {
      this.#startOther();
    }
    if (this.#waiters.length > 0 && !this.#main) this.#startMain();
    this.#offer();
  }

  #free(wish: Wish): Seat | undefined {
    if (wish === "main") return this.#main?.spoilt ? undefined : this.#main;
    const candidates = wish === "any" ? this.all : [...this.#others];
    return candidates.find((seat) => seat.isIdle && !seat.spoilt);
  }

  #give(seat: Seat, waiter: Waiter): void {
    this.#waiters = this.#waiters.filter((other) => other !== waiter);
    clearTimeout(seat.idle);
    seat.expect();
    waiter.taken.resolve(seat);
  }

  /** Asks busy processes whether they could take another call; but first all processes that may be started are. */
  #offer(): void {
    // While one is starting, a call waits for it: behind a function that blocks it might wait for ever.
    const full = this.#startingOthers === 0 && this.#others.size >= this.options.limit;
    for (const seat of this.all) {
      const isMain = seat === this.#main;
      const next = () =>
        this.#waiters.find(({ wish }) => wish === "any" || (wish === "apart" && !isMain && full));
      if (seat.offered || seat.spoilt || !next()) continue;
      seat.offered = true;
      seat.process.remote.ready(null).then(
        () => {
          seat.offered = false;
          const waiter = next();
          if (waiter && !seat.spoilt) this.#give(seat, waiter);
          this.#assign();
        },
        () => {},
      );
    }
  }

  #startMain(): void {
    if (this.#startingMain || this.#closed) return;
    this.#startingMain = true;
    void this.options.start().then((outcome) => {
      this.#startingMain = false;
      if (outcome.type === "seat") this.#main = outcome.seat;
      this.#started(outcome, ({ wish }) => wish === "main");
    });
  }

  #startOther(): void {
    this.#startingOthers++;
    void this.options.start().then((outcome) => {
      this.#startingOthers--;
      if (outcome.type === "seat") this.#others.add(outcome.seat);
      this.#started(outcome, ({ wish }) => wish !== "main");
    });
  }

  #started(outcome: SeatOutcome, concerns: (waiter: Waiter) => boolean): void {
    if (outcome.type === "seat") {
      this.#watch(outcome.seat);
      if (this.#closed) return void outcome.seat.process.kill();
    } else {
      const disappointed = this.#waiters.filter(concerns);
      this.#waiters = this.#waiters.filter((waiter) => !concerns(waiter));
      for (const { taken } of disappointed) taken.reject(new StepError(outcome.failure));
    }
    this.#assign();
  }
}
