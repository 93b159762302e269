import { join } from "node:path";
import { failureOf } from "../../runtime/failures/failure.ts";
import { OverviewReader } from "../../runtime/queue/overview.ts";
import { parseQueueAddress } from "../../runtime/queue/queue-address.ts";
import { QueueConnection } from "../../runtime/queue/queue-connection.ts";
import { queueKey } from "../../runtime/queue/queue-key.ts";
import { defaultGroup } from "../../runtime/queue/worker-groups.ts";
import { printFailure } from "../open.ts";
import type { QueueOverview } from "../../runtime/protocol/workers.ts";
import { exitCode, printJson, printLine, printNote, styled, type ExitCode } from "../output.ts";
import { neededQueue, type QueueOptions } from "../queue.ts";
import { cacheFolder } from "../surroundings.ts";

export interface WorkersOptions extends QueueOptions {
  readonly json?: true;
}

/** `daggr workers`: who takes jobs of a queue, and how many wait in it. */
export async function workersCommand(options: WorkersOptions): Promise<ExitCode> {
  const { address, key } = neededQueue(options);
  try {
    const queue = parseQueueAddress(address);
    const shared = await queueKey(queue, { given: key, file: join(cacheFolder(), "queue.key") });
    const connection = await QueueConnection.open(queue, printNote);
    try {
      const overview = await new OverviewReader(connection, shared).read([defaultGroup]);
      if (options.json) printJson(overview);
      else printOverview(overview);
    } finally {
      await connection.close();
    }
    return exitCode.fine;
  } catch (error) {
    printFailure(failureOf(error));
    return exitCode.wrong;
  }
}

function printOverview({ workers, groups }: QueueOverview): void {
  if (workers.length === 0) printLine("No worker was heard in the last 30 seconds.");
  for (const { name, groups: served, busy, silent } of workers) {
    const takes = Object.entries(served).map(([group, limit]) => `${group}=${limit}`);
    const heard = Math.round(silent / 1000);
    printLine(styled("bold", name), `  ${takes.join(" ")}  ${busy} running  heard ${heard} s ago`);
  }
  for (const { group, waiting, running } of groups)
    if (waiting + running > 0) printLine(`Jobs of ${group}: ${waiting} wait, ${running} running`);
}
