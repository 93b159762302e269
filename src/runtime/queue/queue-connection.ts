import type * as BullMqModule from "bullmq";
import type {
  Job as QueuedJob,
  Processor,
  Queue,
  QueueEvents,
  QueueEventsProducer,
  Worker,
  WorkerOptions,
} from "bullmq";
import { StepError } from "../failures/failure.ts";
import type { SignedMessage } from "./jobs/signature.ts";
import type { QueueAddress } from "./queue-address.ts";
import { tracesOf, type Traces } from "./traces.ts";

type BullMq = typeof BullMqModule;
type Server = Pick<WorkerOptions, "connection" | "telemetry">;

/** BullMQ's parts for a queue whose jobs are signed messages. */
export type JobQueue = Queue<SignedMessage, unknown>;
export type JobWorker = Worker<SignedMessage, SignedMessage>;

interface Closable {
  close(): Promise<void>;
  on(event: "error", listener: (error: Error) => void): unknown;
}

/** Milliseconds to wait for the server's first answer. Afterwards an outage is waited for. */
const patience = 10_000;

/** One server of queues. Its parts connect again by themselves for as long as it is open. */
export class QueueConnection {
  readonly #parts: Closable[] = [];
  #lost = false;

  private constructor(
    readonly address: QueueAddress,
    private readonly bullmq: BullMq,
    private readonly server: Server,
    private readonly traces: Traces | undefined,
    private readonly log: (text: string) => void,
  ) {}

  /** @throws {StepError} where the server does not answer, or refuses */
  static async open(address: QueueAddress, log: (text: string) => void): Promise<QueueConnection> {
    const bullmq = await import("bullmq");
    // A command of Redis waits through an outage; without this it would fail after some tries. Options are typed for Redis: with
    // PostgreSQL each part has a pool of connections of its own.
    const connection = (
      address.server === "redis"
        ? { url: address.url, maxRetriesPerRequest: null }
        : { connectionString: address.url, max: 4 }
    ) as Server["connection"];
    const traces = await tracesOf(process.env);
    const server = { connection, ...(traces && { telemetry: traces.telemetry }) };
    const opened = new QueueConnection(address, bullmq, server, traces, log);
    try {
      await inTime(address.server === "redis" ? opened.#answers() : migrate(address, bullmq));
      return opened;
    } catch (error) {
      void opened.close();
      throw new StepError({
        message: `The queue at ${address.shown} cannot be used: ${(error as Error).message || "no connection"}`,
        help: "Start the server, or correct the address (--queue, DAGGR_QUEUE, or the setting daggr.queue).",
      });
    }
  }

  async #answers(): Promise<void> {
    await this.queue("daggr").waitUntilReady();
  }

  queue(name: string): JobQueue {
    return this.#keep(new this.bullmq.Queue<SignedMessage, unknown>(name, this.server, ...this.#backend));
  }

  events(name: string): QueueEvents {
    return this.#keep(new this.bullmq.QueueEvents(name, this.server, ...this.#backend));
  }

  producer(name: string): QueueEventsProducer {
    return this.#keep(new this.bullmq.QueueEventsProducer(name, this.server, ...this.#backend));
  }

  /** @param take undefined for jobs that are taken one by one */
  worker(
    name: string,
    take: Processor<SignedMessage, SignedMessage> | undefined,
    options: Omit<WorkerOptions, "connection">,
  ): JobWorker {
    const all = { ...options, ...this.server };
    return this.#keep(
      new this.bullmq.Worker<SignedMessage, SignedMessage>(name, take, all, ...this.#backend),
    );
  }

  /**
   * Ends the work at a job that has not begun: it is the next that a worker takes.
   * @param wait milliseconds before that
   */
  async putBack(job: QueuedJob<SignedMessage>, token: string, wait = 0): Promise<never> {
    const moving = wait > 0 ? job.moveToDelayed(Date.now() + wait, token) : job.moveToWait(token);
    // Where the server is away, the job comes back as that of a worker which ended.
    await moving.catch(() => {});
    throw wait > 0 ? new this.bullmq.DelayedError() : new this.bullmq.WaitingError();
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#parts.map((part) => part.close()));
    await this.traces?.flush();
  }

  /** The cast: BullMQ types its parts by their back end, though what they do is the same with each. */
  get #backend(): readonly [undefined] {
    const factory = this.address.server === "postgres" ? this.bullmq.createPostgresBackend : undefined;
    return [factory as unknown as undefined];
  }

  #keep<Part extends Closable>(part: Part): Part {
    this.#parts.push(part);
    part.on("error", (error) => {
      if (this.#lost) return;
      this.#lost = true;
      this.log(`The queue at ${this.address.shown} is waited for: ${error.message}`);
      setTimeout(() => (this.#lost = false), patience).unref();
    });
    return part;
  }
}

/** BullMQ's tables, in a schema of their own. */
async function migrate({ url }: QueueAddress, { runMigrations }: BullMq): Promise<void> {
  const { Pool } = await import("pg");
  const pool = new Pool({ connectionString: url, max: 1 });
  try {
    await runMigrations(pool);
  } finally {
    await pool.end();
  }
}

async function inTime(answer: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("It does not answer.")), patience);
  });
  await Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
