import { randomUUID } from "node:crypto";
import * as v from "valibot";
import type { WorkerFacts } from "../protocol/workers.ts";
import { workerName } from "./jobs/job.ts";
import { sign, verified, type SignedMessage } from "./jobs/signature.ts";
import type { JobQueue, QueueConnection } from "./queue-connection.ts";

interface KnownWorker extends WorkerFacts {
  /** Milliseconds since 1970, by the worker's clock. */
  readonly heardAt: number;
}

/** Workers leave a job in this queue that nobody takes, since both back ends keep jobs alike. */
const queueName = "daggr.workers";

/** Milliseconds between two signs of life, and after which a worker counts as gone. */
const interval = 5_000;
const life = 30_000;

const schema = v.object({
  name: workerName,
  groups: v.record(workerName, v.number()),
  busy: v.number(),
  heardAt: v.number(),
}) satisfies v.GenericSchema<KnownWorker>;

/** Says that a worker is there, until `end`. */
export class Presence {
  readonly #id = randomUUID();
  readonly #queue: JobQueue;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    connection: QueueConnection,
    private readonly key: string,
    private readonly facts: () => WorkerFacts,
  ) {
    this.#queue = connection.queue(queueName);
  }

  async begin(): Promise<void> {
    await this.#queue.add("worker", this.#message(), { jobId: this.#id });
    this.#timer = setInterval(() => void this.#tell().catch(() => {}), interval).unref();
  }

  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.#queue.remove(this.#id).catch(() => {});
  }

  async #tell(): Promise<void> {
    const job = await this.#queue.getJob(this.#id);
    if (job) await job.updateData(this.#message());
    else await this.#queue.add("worker", this.#message(), { jobId: this.#id });
  }

  #message(): SignedMessage {
    const known: KnownWorker = { ...this.facts(), heardAt: Date.now() };
    return sign("worker", JSON.stringify(known), this.key);
  }
}

/** The workers that were heard lately, by name. Those that are gone are forgotten. */
export async function knownWorkers(queue: JobQueue, key: string): Promise<readonly KnownWorker[]> {
  const workers: KnownWorker[] = [];
  for (const job of await queue.getJobs(["waiting"])) {
    const payload = verified("worker", job.data, key);
    const parsed = payload === undefined ? undefined : v.safeParse(schema, JSON.parse(payload));
    if (parsed?.success && Date.now() - parsed.output.heardAt < life) workers.push(parsed.output);
    else await job.remove().catch(() => {});
  }
  return workers.sort((one, other) => one.name.localeCompare(other.name));
}

/** The queue in which workers say that they are there. */
export function workersQueue(connection: QueueConnection): JobQueue {
  return connection.queue(queueName);
}
