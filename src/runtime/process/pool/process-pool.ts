import { StepError, type StepFailure } from "../../failures/failure.ts";
import { Deferred } from "../deferred.ts";
import type { PooledProcess } from "./pooled-process.ts";

/** Where a call may run: in the main process, in any other process, or in any process. */
export type Placement = "main" | "apart" | "any";

export type StartOutcome =
  | { readonly type: "started"; readonly pooled: PooledProcess }
  | { readonly type: "failed"; readonly failure: StepFailure };

export interface PoolOptions {
  /** Processes in addition to the main one. */
  readonly limit: number;
  /** Whether all calls run in the main process, because it is being debugged. */
  readonly single: boolean;
  /** Starts a process and loads the file. */
  start(): Promise<StartOutcome>;
}

/** Milliseconds after which an idle process other than the main one ends. */
const idleTime = 60_000;

interface Waiter {
  readonly placement: Placement;
  readonly taken: Deferred<PooledProcess>;
}

/**
 * The processes of one generation. An idle process takes a call at once. If there is none, more are started, up to the limit.
 * After that calls share processes: the process whose event loop replies first takes the call, because it is waiting while
 * others compute.
 */
export class ProcessPool {
  #main: PooledProcess | undefined;
  readonly #others = new Set<PooledProcess>();
  /** Processes that are starting. */
  #startingMain = false;
  #startingOthers = 0;
  #waiters: Waiter[] = [];
  #closed = false;

  constructor(
    private readonly options: PoolOptions,
    main: PooledProcess,
  ) {
    this.#main = main;
    this.#watch(main);
  }

  get all(): readonly PooledProcess[] {
    return this.#main ? [this.#main, ...this.#others] : [...this.#others];
  }

  /** Reserves a place in the main process for a queued call; undefined while there is no main process. */
  takeMain(): PooledProcess | undefined {
    const pooled = this.#free("main");
    pooled?.reserve();
    return pooled;
  }

  /** Rejects with the signal's reason, or with a `StepError` if no process can be started. */
  async take(placement: Placement, signal: AbortSignal): Promise<PooledProcess> {
    signal.throwIfAborted();
    const waiter: Waiter = { placement: this.options.single ? "main" : placement, taken: new Deferred() };
    const onAbort = () => {
      this.#waiters = this.#waiters.filter((candidate) => candidate !== waiter);
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

  /** Must be called after each call in a process. */
  released(pooled: PooledProcess): void {
    if (pooled.isIdle && pooled !== this.#main) {
      pooled.idle = setTimeout(() => {
        if (pooled.isIdle) this.#drop(pooled);
      }, idleTime).unref();
    }
    if (pooled.retired && pooled.isIdle) this.#drop(pooled);
    this.#assign();
  }

  /** Gives a process no more calls, and ends it after its last one. */
  retire(pooled: PooledProcess): void {
    pooled.retired = true;
    if (pooled.isIdle) this.#drop(pooled);
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { taken } of this.#waiters)
      taken.reject(new StepError({ message: "The workflow was closed." }));
    this.#waiters = [];
    await Promise.all(this.all.map((pooled) => pooled.process.kill()));
  }

  #drop(pooled: PooledProcess): void {
    this.#forget(pooled);
    void pooled.process.kill();
  }

  #forget(pooled: PooledProcess): void {
    clearTimeout(pooled.idle);
    this.#others.delete(pooled);
    if (this.#main === pooled) {
      this.#main = undefined;
      this.#startMain();
    }
    this.#assign();
  }

  #watch(pooled: PooledProcess): void {
    void pooled.process.gone.then(() => {
      if (this.all.includes(pooled)) this.#forget(pooled);
    });
  }

  #assign(): void {
    if (this.#closed) return;
    for (const waiter of [...this.#waiters]) {
      const free = this.#free(waiter.placement);
      if (free) this.#give(free, waiter);
    }
    const apart = this.#waiters.filter(({ placement }) => placement === "apart").length;
    const any = this.#waiters.some(({ placement }) => placement === "any");
    const wanted = Math.max(apart, any && this.#others.size === 0 ? 1 : 0);
    while (this.#startingOthers < wanted && this.#others.size + this.#startingOthers < this.options.limit) {
      this.#startOther();
    }
    if (this.#waiters.length > 0 && !this.#main) this.#startMain();
    this.#offer();
  }

  #free(placement: Placement): PooledProcess | undefined {
    if (placement === "main") return this.#main?.retired ? undefined : this.#main;
    const candidates = placement === "any" ? this.all : [...this.#others];
    return candidates.find((pooled) => pooled.isIdle && !pooled.retired);
  }

  #give(pooled: PooledProcess, waiter: Waiter): void {
    this.#waiters = this.#waiters.filter((candidate) => candidate !== waiter);
    clearTimeout(pooled.idle);
    pooled.reserve();
    waiter.taken.resolve(pooled);
  }

  /** Asks busy processes whether they can take another call. */
  #offer(): void {
    // While a process is starting, calls wait for it: in a process that is blocked they could wait forever.
    const full = this.#startingOthers === 0 && this.#others.size >= this.options.limit;
    for (const pooled of this.all) {
      const isMain = pooled === this.#main;
      const next = () =>
        this.#waiters.find(
          ({ placement }) => placement === "any" || (placement === "apart" && !isMain && full),
        );
      if (pooled.offered || pooled.retired || !next()) continue;
      pooled.offered = true;
      pooled.process.ready().then(
        () => {
          pooled.offered = false;
          const waiter = next();
          if (waiter && !pooled.retired) this.#give(pooled, waiter);
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
      if (outcome.type === "started") this.#main = outcome.pooled;
      this.#started(outcome, ({ placement }) => placement === "main");
    });
  }

  #startOther(): void {
    this.#startingOthers++;
    void this.options.start().then((outcome) => {
      this.#startingOthers--;
      if (outcome.type === "started") this.#others.add(outcome.pooled);
      this.#started(outcome, ({ placement }) => placement !== "main");
    });
  }

  #started(outcome: StartOutcome, concerns: (waiter: Waiter) => boolean): void {
    if (outcome.type === "started") {
      this.#watch(outcome.pooled);
      if (this.#closed) return void outcome.pooled.process.kill();
    } else {
      const rejected = this.#waiters.filter(concerns);
      this.#waiters = this.#waiters.filter((waiter) => !concerns(waiter));
      for (const { taken } of rejected) taken.reject(new StepError(outcome.failure));
    }
    this.#assign();
  }
}
