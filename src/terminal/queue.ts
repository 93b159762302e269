import { registerSecret } from "../runtime/failures/secrets.ts";
import type { QueueStart } from "../runtime/protocol/session.ts";
import { UsageError } from "./arguments.ts";

/** Options of commands that use a queue of workers. */
export interface QueueOptions {
  readonly queue?: string;
  readonly files?: string;
}

/** The queue of the options, which the environment may give; undefined where none is set. */
export function queueOf({ queue, files }: QueueOptions): QueueStart | undefined {
  if (!queue) return undefined;
  const key = process.env["DAGGR_QUEUE_KEY"] || undefined;
  registerSecret(key);
  return { address: queue, files: files || undefined, key };
}

/** @throws {UsageError} where none is set */
export function neededQueue(options: QueueOptions): QueueStart {
  const queue = queueOf(options);
  if (queue) return queue;
  throw new UsageError("No queue is named. Give --queue redis://127.0.0.1, or set DAGGR_QUEUE.");
}
