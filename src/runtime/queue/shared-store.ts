import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { openContentStore, type ContentStore } from "../content/content-store.ts";
import { StepError } from "../failures/failure.ts";
import { makePrivateFolderSync } from "../files/private-files.ts";
import type { QueueAddress } from "./queue-address.ts";

/** Bytes of files of other machines that are kept on this one. */
const cacheLimit = 10 * 1024 ** 3;

/**
 * The file store of a queue. For a queue on this machine it is a folder of the cache, unless another is given.
 *
 * @throws {StepError} where none is given for a queue on another machine
 */
export function filesOf(queue: QueueAddress, given: string | undefined, cache: string): ContentStore {
  if (given === undefined && !queue.isLocal)
    throw new StepError({
      message: `The queue at ${queue.shown} is on another machine, so its workers need a place for files that all of them reach.`,
      help: "Give one (--files, DAGGR_FILES, or the setting daggr.files): file:///a/shared/folder, or s3://bucket?endpoint=https://….",
    });
  return openContentStore(given ?? ownFolder(cache), { cache: join(cache, "fetched"), cacheLimit });
}

function ownFolder(cache: string): string {
  const folder = join(cache, "queue-files");
  makePrivateFolderSync(folder);
  return pathToFileURL(folder).href;
}
