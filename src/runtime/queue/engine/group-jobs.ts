import { setTimeout as sleep } from "node:timers/promises";
import type { Job as BullJob } from "bullmq";
import { StepError } from "../../failures/failure.ts";
import { parseJob } from "../jobs/job.ts";
import type { SignedMessage } from "../jobs/signature.ts";
import type { JobQueue, QueueConnection } from "../queue-connection.ts";
import { queueNameOf, stopEvent, stopsQueueOf } from "../worker-groups.ts";

/** How a job left the queue. */
export type JobEnd =
  | { readonly type: "returned"; readonly returned: unknown }
  /** Its workers ended before it did, twice. */
  | { readonly type: "lost"; readonly reason: string }
  /** It is not in the queue any more: somebody else stopped it, or the server lost it. */
  | { readonly type: "gone" };

/** Who waits for a job. */
export interface JobWaiter {
  news(message: unknown): void;
  /** A worker took it. */
  active(): void;
  /** It was taken, and waits for a worker again. */
  waits(): void;
  /** A worker has it, though nothing may have been heard of that. `latest`: its latest news. */
  found(latest: unknown): void;
}

interface Waiting {
  readonly waiter: JobWaiter;
  ended(end: JobEnd): void;
}

/** Seconds for which results stay in the queue: whoever asks for the same work gets them, and an old job finds its place taken. */
const kept = 24 * 60 * 60;
/** Milliseconds between two looks at jobs of which nothing was heard: events may be lost in an outage. */
const lookInterval = 5_000;
/** Jobs that are looked at at a time. To ask for each of a large scatter would cost the engine as much as its jobs do. */
const lookedAt = 100;

/** How often a worker is told to stop a job that goes on, and the milliseconds between. */
const stopTimes = 100;
const stopInterval = 250;
/** Milliseconds that an engine which ends waits for what was stopped. */
const closeLimit = 3_000;

/** The jobs that this engine waits for in the queue of one group of workers. */
export class GroupJobs {
  readonly #queue: JobQueue;
  readonly #producer;
  readonly #waiting = new Map<string, Set<Waiting>>();
  readonly #stopping = new Set<Promise<void>>();
  readonly #ready: Promise<unknown>;
  #looking: NodeJS.Timeout | undefined;

  constructor(
    readonly group: string,
    connection: QueueConnection,
  ) {
    const name = queueNameOf(group);
    this.#queue = connection.queue(name);
    this.#producer = connection.producer(stopsQueueOf(group));
    const events = connection.events(name);
    events.on("completed", ({ jobId, returnvalue }) =>
      this.#end(jobId, { type: "returned", returned: parsed(returnvalue) }),
    );
    events.on("failed", ({ jobId, failedReason }) =>
      this.#end(jobId, { type: "lost", reason: failedReason }),
    );
    events.on("removed", ({ jobId }) => this.#end(jobId, { type: "gone" }));
    events.on("duplicated", ({ jobId }) => void this.#look(jobId).catch(() => {}));
    events.on("active", ({ jobId }) => this.#each(jobId, (one) => one.active()));
    events.on("waiting", ({ jobId, prev }) => {
      if (prev === "active") this.#each(jobId, (one) => one.waits());
    });
    events.on("progress", ({ jobId, data }) => this.#each(jobId, (one) => one.news(data)));
    this.#ready = events.waitUntilReady();
  }

  /**
   * Puts a job into the queue, unless one with its id is there, and waits until it leaves the queue. Rejects when the signal aborts;
   * then the job is stopped if nobody else of this engine waits for it and `stops` says so.
   */
  async ask(
    id: string,
    message: SignedMessage,
    waiter: JobWaiter,
    { signal, stops }: { readonly signal: AbortSignal; readonly stops: () => boolean },
  ): Promise<JobEnd> {
    await this.#ready;
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const settle = () => {
        signal.removeEventListener("abort", stop);
        this.#forget(id, waiting);
      };
      const waiting: Waiting = {
        waiter,
        ended: (end) => {
          settle();
          resolve(end);
        },
      };
      const stop = () => {
        settle();
        if (stops() && !this.#waiting.has(id)) this.#beginStop(id);
        reject(new StepError({ message: "Stopped." }));
      };
      this.#remember(id, waiting);
      signal.addEventListener("abort", stop);
      this.#add(id, message).catch((error: Error) => {
        settle();
        reject(error);
      });
    });
  }

  /** Takes a job that has ended out of the queue, so that it can be put there again. */
  async remove(id: string): Promise<void> {
    await this.#queue.remove(id);
  }

  /** Resolves when what was stopped has ended, or will not soon. */
  async close(): Promise<void> {
    clearInterval(this.#looking);
    await Promise.race([Promise.allSettled(this.#stopping), sleep(closeLimit, undefined, { ref: false })]);
  }

  async #add(id: string, message: SignedMessage): Promise<void> {
    await this.#queue.add("call", message, {
      jobId: id,
      removeOnComplete: { age: kept },
      removeOnFail: { age: kept },
    });
  }

  #beginStop(id: string): void {
    const stopping = this.#stop(id)
      .catch(() => {})
      .then(() => void this.#stopping.delete(stopping));
    this.#stopping.add(stopping);
  }

  /**
   * One that waits is taken out; the worker of one that runs is told. A worker may take it between the two, and an event may be lost, so
   * it is told until the job has ended.
   */
  async #stop(id: string): Promise<void> {
    let stopped: string | undefined;
    for (let time = 0; time < stopTimes; time++) {
      const job = await this.#queue.getJob(id);
      if (!job || job.finishedOn !== undefined) return;
      const nonce = parseJob(job.data.payload)?.nonce ?? "";
      // Somebody asks for the same work again.
      if (nonce !== (stopped ??= nonce)) return;
      await this.#producer.publishEvent({ eventName: stopEvent, nonce });
      await this.#queue.remove(id).catch(() => {});
      await sleep(stopInterval);
    }
  }

  #remember(id: string, waiting: Waiting): void {
    const others = this.#waiting.get(id);
    if (others) others.add(waiting);
    else this.#waiting.set(id, new Set([waiting]));
    this.#looking ??= setInterval(() => void this.#lookAtSome(), lookInterval).unref();
  }

  #forget(id: string, waiting: Waiting): void {
    const all = this.#waiting.get(id);
    all?.delete(waiting);
    if (all?.size === 0) this.#waiting.delete(id);
    if (this.#waiting.size > 0) return;
    clearInterval(this.#looking);
    this.#looking = undefined;
  }

  #each(id: string, tell: (waiter: JobWaiter) => void): void {
    for (const { waiter } of this.#waiting.get(id) ?? []) tell(waiter);
  }

  #end(id: string, end: JobEnd): void {
    for (const waiting of [...(this.#waiting.get(id) ?? [])]) waiting.ended(end);
  }

  /** Those that were not looked at for the longest time. */
  async #lookAtSome(): Promise<void> {
    const some = [...this.#waiting].slice(0, lookedAt);
    for (const [id, all] of some) {
      // Those at the end of the map have their turn last.
      this.#waiting.delete(id);
      this.#waiting.set(id, all);
    }
    await Promise.allSettled(some.map(([id]) => this.#look(id)));
  }

  /** What became of a job whose event may be lost. */
  async #look(id: string): Promise<void> {
    if (!this.#waiting.has(id)) return;
    const job: BullJob<SignedMessage, unknown> | undefined = await this.#queue.getJob(id);
    if (!job) return this.#end(id, { type: "gone" });
    if (job.finishedOn === undefined) {
      if (job.processedOn !== undefined) this.#each(id, (one) => one.found(job.progress));
      return;
    }
    if (job.failedReason) this.#end(id, { type: "lost", reason: job.failedReason });
    else this.#end(id, { type: "returned", returned: parsed(job.returnvalue) });
  }
}

/** Events of one back end bring what was returned as JSON, those of the other as a value. */
function parsed(returned: unknown): unknown {
  if (typeof returned !== "string") return returned;
  try {
    return JSON.parse(returned) as unknown;
  } catch {
    return undefined;
  }
}
