import { createHash, randomUUID } from "node:crypto";
import { stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { StepError } from "../failures/failure.ts";
import { bytesText, LimitError } from "../failures/limit-error.ts";
import { contentTime } from "../files/content-time.ts";
import { DiskError, diskProblem } from "../files/disk-error.ts";
import { nodeDisk } from "../files/node-disk.ts";
import { CacheRoom, INCOMING, lease } from "./cache-room.ts";
import { hashOfFile } from "./hash.ts";
import { shardOf, type ContentPlace } from "./place.ts";

export interface FetchOptions {
  /** Bytes after which it is refused. */
  readonly largest: number;
  /** Stops the transfer. */
  readonly signal?: AbortSignal;
  /** The copy stays in the cache until this is aborted. Without it, it stays for ten minutes after the last fetch at least. */
  readonly inUse?: AbortSignal;
}

/**
 * Local copies of contents, so that a function that writes over its inputs harms nobody's, and what several items need is
 * transferred once. Several processes may share the folder: a copy is written under a name of its own, checked, and renamed.
 *
 * A copy's time of change is made of its hash, so one that was changed in place shows. Its time of access is its last use, which
 * is set here and not left to the file system.
 */
export class ContentCache {
  readonly #folder: string;
  readonly #room: CacheRoom;
  readonly #now: () => number;
  /** Transfers of this process, by hash: whoever wants the same waits. */
  readonly #transfers = new Map<string, Promise<unknown>>();

  constructor(folder: string, limit: number, now: () => number = Date.now) {
    this.#folder = folder;
    this.#room = new CacheRoom(folder, limit, now);
    this.#now = now;
  }

  async fetch(place: ContentPlace, hash: string, options: FetchOptions): Promise<string> {
    const path = join(this.#folder, shardOf(hash), hash);
    while (!(await this.#use(path, hash, options))) {
      options.signal?.throwIfAborted();
      const other = this.#transfers.get(hash);
      if (other) await orAborted(other, options.signal);
      else await this.#transferOnce(place, hash, path, options);
    }
    if (options.inUse) this.#hold(path, options.inUse);
    return path;
  }

  async #transferOnce(place: ContentPlace, hash: string, path: string, options: FetchOptions): Promise<void> {
    const transfer = this.#transfer(place, hash, path, options);
    this.#transfers.set(hash, transfer);
    try {
      await transfer;
    } finally {
      this.#transfers.delete(hash);
    }
  }

  /** Marks a sound copy as used now. Gives whether there is one. */
  async #use(path: string, hash: string, { largest }: FetchOptions): Promise<boolean> {
    const there = await nodeDisk.stat(path);
    if (there?.kind !== "file") return false;
    if (there.size > largest) throw tooLarge(hash, `it has ${bytesText(there.size)}`, largest);
    if (there.changedAt !== contentTime(hash) && (await hashOfFile(path)) !== hash) {
      await nodeDisk.remove(path);
      return false;
    }
    // Then looked for once more: another process may have made room just before.
    await this.#mark(path, contentTime(hash));
    return (await nodeDisk.stat(path)) !== undefined;
  }

  async #mark(path: string, changedAt: number): Promise<void> {
    await utimes(path, this.#now() / 1000, changedAt / 1000).catch(() => {});
  }

  /** What is in use is used again and again, so that it is never among those that were used least recently. */
  #hold(path: string, inUse: AbortSignal): void {
    if (inUse.aborted) return;
    const markAgain = async () => {
      // One that was changed in place has to go on showing that.
      const there = await nodeDisk.stat(path).catch(() => undefined);
      if (there) await this.#mark(path, there.changedAt);
    };
    const timer = setInterval(() => void markAgain(), lease / 5);
    timer.unref();
    inUse.addEventListener("abort", () => clearInterval(timer), { once: true });
  }

  async #transfer(place: ContentPlace, hash: string, path: string, options: FetchOptions): Promise<void> {
    const incoming = join(this.#folder, INCOMING, randomUUID());
    try {
      const chunks = await place.read(hash, options);
      if (!chunks) throw missing(place, hash);
      await this.#written(() => nodeDisk.makeFolder(join(this.#folder, INCOMING)));
      const file = await this.#written(() => nodeDisk.create(incoming));
      const sum = createHash("sha256");
      let size = 0;
      try {
        for await (const chunk of chunks) {
          size += chunk.length;
          if (size > options.largest) throw new LimitError(`it has more than ${bytesText(options.largest)}`);
          sum.update(chunk);
          await this.#written(() => file.append(chunk));
        }
      } finally {
        await file.close();
      }
      if (sum.digest("hex") !== hash) throw damaged(place, hash);
      await this.#written(() => this.#put(incoming, path, hash));
      await this.#room.taken(size);
    } catch (error) {
      options.signal?.throwIfAborted();
      throw error instanceof LimitError ? tooLarge(hash, error.message, options.largest) : error;
    } finally {
      await nodeDisk.remove(incoming).catch(() => {});
    }
  }

  async #put(incoming: string, path: string, hash: string): Promise<void> {
    await nodeDisk.protect(incoming).catch(() => {});
    await this.#mark(incoming, contentTime(hash));
    await nodeDisk.makeFolder(join(this.#folder, shardOf(hash)));
    // Another process may have put the same there, which is as good; Windows renames nothing onto it.
    if (!(await stat(path).catch(() => undefined))) await nodeDisk.rename(incoming, path);
  }

  async #written<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const problem = diskProblem(error, "copies of shared files", this.#folder);
      throw problem ? new DiskError(problem, error) : error;
    }
  }
}

/** Waits for work of somebody else, whose failure is theirs. */
async function orAborted(work: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  const over = work.then(
    () => {},
    () => {},
  );
  if (!signal) return over;
  let stop = () => {};
  const aborted = new Promise<void>((resolve) => {
    stop = () => resolve();
    signal.addEventListener("abort", stop, { once: true });
  });
  await Promise.race([over, aborted]);
  signal.removeEventListener("abort", stop);
}

function missing(place: ContentPlace, hash: string): StepError {
  return new StepError({
    message: `${place.name} does not have the file ${hash}.`,
    help: "It was removed, or it was stored elsewhere: look whether all machines have the same DAGGR_FILES. Running the step again stores its files again.",
  });
}

function damaged(place: ContentPlace, hash: string): StepError {
  return new StepError({
    message: `${place.name} has another content under '${place.keyOf(hash)}' than this name says. It was changed or damaged there.`,
    help: "Remove it there, then run the step again, which stores it again.",
  });
}

function tooLarge(hash: string, what: string, largest: number): StepError {
  return new StepError({
    message: `The file ${hash} is too large: ${what}, and ${bytesText(largest)} are allowed.`,
    help: "Raise the limit (the setting 'daggr.downloadLimit', in MB) on the machine that wants it, or pass smaller files.",
  });
}
