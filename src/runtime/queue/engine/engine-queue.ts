import { join } from "node:path";
import type { Media } from "../../files/media.ts";
import type { QueueStart } from "../../protocol/session.ts";
import { parseQueueAddress, shownAddress } from "../queue-address.ts";
import { QueueConnection } from "../queue-connection.ts";
import { queueKey } from "../queue-key.ts";
import { filesOf } from "../shared-store.ts";
import { QueueFunctions } from "./queue-functions.ts";

export interface EngineQueueOptions {
  /** Folder of what is cached, also of the files of a queue on this machine. */
  readonly cache: string;
  readonly media: Media;
  log(text: string): void;
}

/** The functions on other machines that an engine may call. Nothing is opened or checked before a run would make a call. */
export function engineQueue(start: QueueStart, options: EngineQueueOptions): QueueFunctions {
  const { cache, media } = options;
  const log = (text: string) => options.log(text);
  return new QueueFunctions(
    shownAddress(start.address),
    async () => {
      const address = parseQueueAddress(start.address);
      const key = await queueKey(address, { given: start.key, file: join(cache, "queue.key") });
      const store = filesOf(address, start.files, cache);
      return { connection: await QueueConnection.open(address, log), key, store };
    },
    media,
  );
}
