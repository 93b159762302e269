import { join } from "node:path";
import { failureOf } from "../../runtime/failures/failure.ts";
import { parseQueueAddress } from "../../runtime/queue/queue-address.ts";
import { QueueConnection } from "../../runtime/queue/queue-connection.ts";
import { queueKey } from "../../runtime/queue/queue-key.ts";
import { knownWorkers, workersQueue } from "../../runtime/queue/workers.ts";
import { printFailure } from "../open.ts";
import { exitCode, printJson, printLine, printNote, styled, type ExitCode } from "../output.ts";
import { neededQueue, type QueueOptions } from "../queue.ts";
import { cacheFolder } from "../surroundings.ts";

export interface WorkersOptions extends QueueOptions {
  readonly json?: true;
}

/** `daggr workers`: who takes jobs of a queue. */
export async function workersCommand(options: WorkersOptions): Promise<ExitCode> {
  const { address, key } = neededQueue(options);
  try {
    const queue = parseQueueAddress(address);
    const shared = await queueKey(queue, { given: key, file: join(cacheFolder(), "queue.key") });
    const connection = await QueueConnection.open(queue, printNote);
    try {
      const workers = await knownWorkers(workersQueue(connection), shared);
      if (options.json) printJson({ workers });
      else if (workers.length === 0) printLine("No worker was heard in the last 30 seconds.");
      else
        for (const { name, groups, busy, heardAt } of workers) {
          const takes = Object.entries(groups).map(([group, limit]) => `${group}=${limit}`);
          const heard = Math.round((Date.now() - heardAt) / 1000);
          printLine(styled("bold", name), `  ${takes.join(" ")}  ${busy} running  heard ${heard} s ago`);
        }
    } finally {
      await connection.close();
    }
    return exitCode.fine;
  } catch (error) {
    printFailure(failureOf(error));
    return exitCode.wrong;
  }
}
