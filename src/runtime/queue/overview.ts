import { StepError } from "../failures/failure.ts";
import type { GroupLoad, QueueOverview } from "../protocol/workers.ts";
import type { JobQueue, QueueConnection } from "./queue-connection.ts";
import { isGroup, queueNameOf } from "./worker-groups.ts";
import { knownWorkers, workersQueue } from "./workers.ts";

/** Milliseconds to wait for an answer: commands to a server that is gone wait until it is back. */
const patience = 5_000;
/** Milliseconds for which an answer serves all who ask. */
const shared = 1_000;

/** Reads who takes jobs of a queue, and how many jobs there are. */
export class OverviewReader {
  readonly #workers: JobQueue;
  readonly #queues = new Map<string, JobQueue>();
  #latest: { readonly at: number; readonly overview: Promise<QueueOverview> } | undefined;

  constructor(
    private readonly connection: QueueConnection,
    private readonly key: string,
  ) {
    this.#workers = workersQueue(connection);
  }

  /**
   * @param used groups to tell of, besides those that workers serve
   * @throws {StepError} where the server does not answer
   */
  read(used: Iterable<string> = []): Promise<QueueOverview> {
    const now = Date.now();
    if (!this.#latest || now - this.#latest.at > shared)
      this.#latest = { at: now, overview: this.#inTime(this.#read(new Set(used))) };
    return this.#latest.overview;
  }

  async #read(groups: Set<string>): Promise<QueueOverview> {
    const known = await knownWorkers(this.#workers, this.key);
    for (const worker of known) for (const group of Object.keys(worker.groups)) groups.add(group);
    const now = Date.now();
    return {
      // Another machine's clock may be ahead of this one's.
      workers: known.map(({ heardAt, ...worker }) => ({ ...worker, silent: Math.max(0, now - heardAt) })),
      groups: await Promise.all(
        [...groups]
          .filter(isGroup)
          .sort()
          .map((group) => this.#load(group)),
      ),
    };
  }

  async #load(group: string): Promise<GroupLoad> {
    let queue = this.#queues.get(group);
    if (!queue) this.#queues.set(group, (queue = this.connection.queue(queueNameOf(group))));
    const [waiting, running] = await Promise.all([
      // Those that wait for a limit are delayed.
      queue.getJobCountByTypes("waiting", "delayed"),
      queue.getJobCountByTypes("active"),
    ]);
    return { group, waiting, running };
  }

  async #inTime(overview: Promise<QueueOverview>): Promise<QueueOverview> {
    const { shown } = this.connection.address;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      const error = new StepError({
        message: `The queue at ${shown} does not answer.`,
        help: "Look whether its server runs and can be reached from this machine. Jobs that are in it wait.",
      });
      timer = setTimeout(() => reject(error), patience);
    });
    return Promise.race([overview, late]).finally(() => clearTimeout(timer));
  }
}
