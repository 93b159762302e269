import type { Job as QueuedJob } from "bullmq";
import { failureOf, StepError } from "../../failures/failure.ts";
import type { StepEvent } from "../../run/step/step-events.ts";
import {
  parseJob,
  protocolOf,
  protocolVersion,
  type Job,
  type JobNews,
  type JobOutcome,
  type JobValues,
} from "../jobs/job.ts";
import { sign, verified, type SignedMessage } from "../jobs/signature.ts";
import type { JobWorker, QueueConnection } from "../queue-connection.ts";
import { queueNameOf, stopEvent, stopsQueueOf } from "../worker-groups.ts";
import type { JobRunner } from "./job-runner.ts";
import { JobTurns, noTurn } from "./job-turns.ts";
import { NewsSender } from "./news-sender.ts";
import type { SharedLimits } from "./shared-limits.ts";
import { Stops } from "./stops.ts";

export interface GroupWorkerOptions {
  readonly connection: QueueConnection;
  readonly runner: JobRunner;
  readonly limits: SharedLimits;
  readonly key: string;
  /** The worker's name, as people see it. */
  readonly worker: string;
  readonly group: string;
  /** Jobs at a time. */
  readonly limit: number;
  log(text: string): void;
}

/** Milliseconds after which a job counts as abandoned whose worker is not heard. */
const lockDuration = 15_000;

const noSlot = new Error("The limit of the job is reached.");

/** Milliseconds until a job that found no slot looks again: more the longer it waits, so that many of them are no load. */
function waitForSlot(times: number): number {
  return Math.min(1_000, 100 * times);
}

/** Takes the jobs of one group. */
export class GroupWorker {
  readonly #worker: JobWorker;
  readonly #turns: JobTurns;
  /** By the id of each job that was taken. */
  readonly #taken = new Map<string, AbortController>();
  readonly #stops = new Stops();
  readonly #ready: Promise<unknown>;

  constructor(private readonly options: GroupWorkerOptions) {
    const { connection, group, limit, worker } = options;
    // Jobs are taken only once stops are listened to (`#ready`), so that no stop of a job is missed.
    const events = connection.events(stopsQueueOf(group));
    this.#worker = connection.worker(queueNameOf(group), (job, token) => this.#take(job, token ?? ""), {
      name: worker,
      concurrency: limit,
      lockDuration,
      stalledInterval: lockDuration / 2,
      autorun: false,
    });
    this.#turns = new JobTurns(this.#worker, limit);
    // The event is ours, so BullMQ's types do not know it.
    const stops = events as unknown as {
      on(event: string, listener: (about: { readonly nonce?: unknown }) => void): void;
    };
    stops.on(stopEvent, ({ nonce }) => this.#stops.add(nonce));
    // Another worker may have them by now, so what they do here is in vain.
    this.#worker.on("lockRenewalFailed", (ids) => ids.forEach((id) => this.#taken.get(id)?.abort()));
    this.#ready = events.waitUntilReady().then(() => void this.#worker.run());
  }

  get busy(): number {
    return this.#turns.running;
  }

  get ready(): Promise<unknown> {
    return this.#ready;
  }

  /** Takes no more jobs, and resolves when the running ones have ended. */
  close(): Promise<void> {
    return this.#worker.close();
  }

  /** Ends what runs: its jobs are told as stopped. */
  stopAll(): void {
    for (const abort of this.#taken.values()) abort.abort();
  }

  async #take(queued: QueuedJob<SignedMessage, SignedMessage>, token: string): Promise<SignedMessage> {
    const { key, worker } = this.options;
    const id = queued.id ?? "";
    let startedAt = Date.now();
    const abort = new AbortController();
    this.#taken.set(id, abort);
    let nonce = "";
    const ended = (how: HowEnded): SignedMessage => {
      const outcome: JobOutcome = { id, nonce, worker, duration: Date.now() - startedAt, ...how };
      return sign("outcome", JSON.stringify(outcome), key);
    };
    const news = new NewsSender(async (events) => {
      const message: JobNews = { id, nonce, worker, events };
      await queued.updateProgress({ ...sign("news", JSON.stringify(message), key) });
    });
    try {
      const job = this.#read(queued, id);
      nonce = job.nonce;
      this.#stops.listen(nonce, abort);
      const isStalled = queued.stalledCounter > 0;
      const outputs = await this.#turns.run(isStalled, abort, () => {
        startedAt = Date.now();
        return this.#inLimit(job, abort, () =>
          this.#run(job, isStalled, abort.signal, (event) => news.add(event)),
        );
      });
      await news.end();
      return ended({ type: "done", outputs });
    } catch (error) {
      await news.end();
      const { connection } = this.options;
      // It is what the job was aborted with.
      if (error === noTurn) return await connection.putBack(queued, token);
      if (error === noSlot && !abort.signal.aborted)
        return await connection.putBack(queued, token, waitForSlot(queued.attemptsStarted));
      if (abort.signal.aborted) return ended({ type: "stopped" });
      const failure = failureOf(error);
      this.options.log(`${id.slice(0, 8)}: ${failure.message}`);
      return ended({ type: "failed", failure });
    } finally {
      this.#taken.delete(id);
      this.#stops.forget(nonce);
    }
  }

  /** Rejects with `noSlot` where the limit is reached: the job waits in the queue, so that this worker has room for others. */
  async #inLimit(job: Job, abort: AbortController, run: () => Promise<JobValues>): Promise<JobValues> {
    if (!job.limit) return run();
    const slot = await this.options.limits.enter(job.limit, () => abort.abort());
    if (!slot) throw noSlot;
    try {
      return await run();
    } finally {
      await slot.release();
    }
  }

  /** @param isStalled whether a worker ended that had taken it */
  async #run(job: Job, isStalled: boolean, signal: AbortSignal, emit: (event: StepEvent) => void) {
    if (isStalled && !job.repeatable)
      throw new StepError({
        message: `A worker ended that had taken '${job.node}', which must not run twice by itself ('retry' is "never").`,
        help: "Run it again if you want to. That runs it, and may cost, a second time.",
        again: [],
      });
    emit({ type: "phase", phase: { kind: "running" } });
    return this.options.runner.run(job, { signal, limit: this.options.limit, emit });
  }

  /** @throws {StepError} for a job that is not one of an engine with the same key and version */
  #read({ data }: QueuedJob<SignedMessage, SignedMessage>, id: string): Job {
    const { key, worker } = this.options;
    const payload = verified("job", data, key);
    if (payload === undefined)
      throw new StepError({
        message: `The worker '${worker}' refused a job that is not signed with its key.`,
        help: "Give the engine and the workers the same key (DAGGR_QUEUE_KEY), and look who else writes to the queue.",
      });
    const job = parseJob(payload);
    if (job?.id === id) return job;
    if (!job && protocolOf(payload) !== protocolVersion)
      throw new StepError({
        message: `The worker '${worker}' is of another version of Daggr than the engine, so it refused the job.`,
        help: "Install the same version on both machines.",
      });
    throw new StepError({
      message: `The worker '${worker}' refused a job whose content does not fit: it was signed for another place in the queue, or is no job.`,
      help: "Run the node again. If that happens again, look who else writes to the queue.",
    });
  }
}

type HowEnded = OmitEach<JobOutcome, "id" | "nonce" | "worker" | "duration">;
type OmitEach<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;
