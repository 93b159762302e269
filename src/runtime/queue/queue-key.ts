import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { StepError } from "../failures/failure.ts";
import { makePrivateFolder, writePrivateFile } from "../files/private-files.ts";
import type { QueueAddress } from "./queue-address.ts";

/** Characters that a key has at least. */
const shortest = 16;

export interface QueueKeyOptions {
  /** What the person gave: an option, `DAGGR_QUEUE_KEY`. */
  readonly given: string | undefined;
  /** The file of the key that all programs of this person on this machine share. */
  readonly file: string;
}

/**
 * The key with which jobs are signed. For a queue on this machine one is made, once; others have to be given to all machines.
 *
 * @throws {StepError} where none is given, or a short one
 */
export async function queueKey(address: QueueAddress, { given, file }: QueueKeyOptions): Promise<string> {
  if (given !== undefined && given.length >= shortest) return given;
  const make =
    "Make one with 'openssl rand -hex 32', and give it to the engine and to all workers as DAGGR_QUEUE_KEY.";
  if (given !== undefined)
    throw new StepError({
      message: `The key of the queue has fewer than ${shortest} characters.`,
      help: make,
    });
  if (!address.isLocal)
    throw new StepError({
      message: `The queue at ${address.shown} is on another machine, so its jobs need a key: whoever can write to it could run code here.`,
      help: make,
    });
  await makePrivateFolder(dirname(file));
  await writePrivateFile(file, randomBytes(32).toString("hex")).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  return (await readFile(file, "utf8")).trim();
}
