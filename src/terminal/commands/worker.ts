import { availableParallelism, hostname } from "node:os";
import { join } from "node:path";
import { defaults } from "../../runtime/defaults.ts";
import { failureOf } from "../../runtime/failures/failure.ts";
import { parseQueueAddress } from "../../runtime/queue/queue-address.ts";
import { queueKey } from "../../runtime/queue/queue-key.ts";
import { filesOf } from "../../runtime/queue/shared-store.ts";
import { checkedGroup, defaultGroup } from "../../runtime/queue/worker-groups.ts";
import { startWorker } from "../../runtime/queue/worker/start-worker.ts";
import { UsageError } from "../arguments.ts";
import { printFailure } from "../open.ts";
import { exitCode, printNote, type ExitCode } from "../output.ts";
import { neededQueue, type QueueOptions } from "../queue.ts";
import { cacheFolder, distFolder } from "../surroundings.ts";

export interface WorkerCommandOptions extends QueueOptions {
  /** `NAME` or `NAME=N` */
  readonly group: readonly string[];
  readonly name?: string;
  readonly trust?: string;
  readonly allowInstall?: true;
}

/** `daggr worker`: takes jobs until it is stopped. The first Ctrl-C lets running jobs end, the second stops them. */
export async function workerCommand(options: WorkerCommandOptions): Promise<ExitCode> {
  const { address, files, key } = neededQueue(options);
  const groups = groupsOf(options.group);
  const cache = cacheFolder();
  const name = options.name ?? `${hostname()}-${process.pid}`;
  try {
    const queue = parseQueueAddress(address);
    const given = options.trust ?? key;
    const worker = await startWorker({
      queue,
      key: await queueKey(queue, { given, file: join(cache, "queue.key") }),
      store: filesOf(queue, files, cache),
      name,
      groups,
      allowInstall: options.allowInstall ?? false,
      dist: distFolder,
      cache: join(cache, "worker"),
      downloadLimit: defaults.downloadLimit,
      log: printNote,
    });
    const served = [...groups].map(([group, limit]) => `${group} (${limit} at a time)`).join(", ");
    printNote(`'${name}' takes jobs of ${queue.shown}: ${served}. Ctrl-C ends it.`);
    await interrupted();
    printNote("It ends with its running jobs; Ctrl-C again stops them.");
    void interrupted().then(() => worker.stopJobs());
    await worker.stop();
    return exitCode.fine;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    printFailure(failureOf(error));
    return exitCode.wrong;
  }
}

/** @throws {UsageError} for a number that is none */
function groupsOf(given: readonly string[]): ReadonlyMap<string, number> {
  const groups = new Map<string, number>();
  for (const text of given) {
    const [name = "", limit] = text.split("=", 2);
    const number = limit === undefined ? availableParallelism() : Number(limit);
    if (!Number.isInteger(number) || number < 1)
      throw new UsageError(`--group '${text}': write NAME or NAME=N, such as gpu=1.`);
    groups.set(checkedGroup(name), number);
  }
  return groups.size > 0 ? groups : new Map([[defaultGroup, availableParallelism()]]);
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      process.off("SIGINT", end);
      process.off("SIGTERM", end);
      resolve();
    };
    process.on("SIGINT", end);
    process.on("SIGTERM", end);
  });
}
