import { randomUUID } from "node:crypto";
import type { Job as QueuedJob } from "bullmq";
import { hashText } from "../../plan/hash.ts";
import type { SharedLimit } from "../jobs/job.ts";
import type { SignedMessage } from "../jobs/signature.ts";
import type { JobQueue, JobWorker, QueueConnection } from "../queue-connection.ts";

/** Milliseconds after which a slot counts as free whose worker is not heard. */
const lockDuration = 15_000;
/** A slot comes back however many of its holders ended. */
const maxStalledCount = 1_000_000_000;

/** One of the calls at a time that a limit allows. */
export interface Slot {
  release(): Promise<void>;
}

/**
 * The limits that calls of several engines share. A limit is a queue of its own whose jobs are never done: each is a slot, and a worker
 * that holds one has taken that job. So BullMQ counts, across machines and with either server, and gives back what a worker held that ended.
 */
export class SharedLimits {
  readonly #slots = new Map<string, Slots>();

  constructor(private readonly connection: QueueConnection) {}

  /**
   * A slot for a call; undefined where all are taken, or nobody can tell.
   * @param lost the worker was not heard for so long that another one may have the slot
   */
  async enter({ name, most }: SharedLimit, lost: () => void): Promise<Slot | undefined> {
    let slots = this.#slots.get(name);
    if (!slots) this.#slots.set(name, (slots = new Slots(name, this.connection)));
    return slots.take(most, lost).catch(() => undefined);
  }
}

/** The slots of one limit. */
class Slots {
  readonly #queue: JobQueue;
  readonly #worker: JobWorker;

  constructor(name: string, connection: QueueConnection) {
    const queue = `daggr.limit.${hashText(name)}`;
    this.#queue = connection.queue(queue);
    this.#worker = connection.worker(queue, undefined, {
      autorun: false,
      lockDuration,
      stalledInterval: lockDuration / 2,
      maxStalledCount,
    });
    void this.#worker.startStalledCheckTimer().catch(() => {});
  }

  async take(most: number, lost: () => void): Promise<Slot | undefined> {
    await this.#allow(most);
    const token = randomUUID();
    const slot = await this.#worker.getNextJob(token, { block: false });
    return slot && held(slot, token, lost);
  }

  /** The number that was said last counts: a workflow may have been changed since. */
  async #allow(most: number): Promise<void> {
    if ((await this.#queue.getGlobalConcurrency()) === most) return;
    const slots = Array.from({ length: most }, (_, at) => ({
      name: "slot",
      data: { payload: "", signature: "" },
      opts: { jobId: `slot-${at}` },
    }));
    // Those that are there stay as they are.
    await this.#queue.addBulk(slots);
    await this.#queue.setGlobalConcurrency(most);
  }
}

function held(slot: QueuedJob<SignedMessage, SignedMessage>, token: string, lost: () => void): Slot {
  const timer = setInterval(() => {
    slot.extendLock(token, lockDuration).then(
      (extended) => {
        if (extended === 0) lost();
      },
      // An outage. What the worker runs is lost with its own lock, if it lasts.
      () => {},
    );
  }, lockDuration / 3);
  return {
    release: async () => {
      clearInterval(timer);
      await slot.moveToWait(token).catch(() => {});
    },
  };
}
