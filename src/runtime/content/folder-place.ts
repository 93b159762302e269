import { randomUUID } from "node:crypto";
import { createReadStream, openAsBlob, type Stats } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { bytesText, LimitError } from "../failures/limit-error.ts";
import { StepError } from "../failures/failure.ts";
import { errorCode } from "../files/disk.ts";
import { DiskError, diskProblem } from "../files/disk-error.ts";
import { MARKED_FOR, shardOf, type ContentPlace, type ReadOptions, type StoredContent } from "./place.ts";

/** Files that are being written. */
const INCOMING = "incoming";
/** Milliseconds after which a file that is being written was left behind. */
const LEFT_BEHIND = 24 * 60 * 60 * 1000;

/**
 * A folder that all machines see. A content is written to `incoming/` under a name of its own and renamed to `ab/HASH`, so what is
 * in place is whole, and two who write the same do no harm. Files have the rights that the process gives, since others
 * read them. A file's time is that of its last use.
 */
export class FolderPlace implements ContentPlace {
  readonly name: string;
  readonly #folder: string;
  readonly #now: () => number;

  constructor(folder: string, now: () => number = Date.now) {
    this.name = `The file store '${folder}'`;
    this.#folder = folder;
    this.#now = now;
  }

  keyOf(hash: string): string {
    return join(this.#folder, shardOf(hash), hash);
  }

  async put(hash: string, content: Blob): Promise<void> {
    await this.#asStepError(async () => {
      const there = await this.#stat(hash);
      if (there?.size === content.size) await this.#markUsed(hash, there);
      else await this.#write(hash, content);
    });
  }

  read(hash: string, { largest, signal }: ReadOptions): Promise<AsyncIterable<Uint8Array> | undefined> {
    return this.#asStepError(async () => {
      const there = await this.#stat(hash);
      if (!there) return undefined;
      if (there.size > largest) throw new LimitError(`it has ${bytesText(there.size)}`);
      // Whoever may only read the folder cannot mark a use.
      await this.#markUsed(hash, there).catch(() => {});
      return createReadStream(this.keyOf(hash), signal ? { signal } : {});
    });
  }

  has(hash: string): Promise<boolean> {
    return this.#asStepError(async () => (await this.#stat(hash)) !== undefined);
  }

  async *list(): AsyncIterable<StoredContent> {
    await this.#mustBeThere();
    for (const shard of await this.#asStepError(() => readdir(this.#folder))) {
      if (!/^[0-9a-f]{2}$/.test(shard)) continue;
      for (const hash of await this.#asStepError(() => readdir(join(this.#folder, shard)))) {
        const there = /^[0-9a-f]{64}$/.test(hash) ? await this.#stat(hash) : undefined;
        if (there) yield { hash, size: there.size, usedAt: there.mtimeMs };
      }
    }
    await this.#removeLeftBehind();
  }

  removeUnused(hash: string, before: number): Promise<boolean> {
    return this.#asStepError(async () => {
      const there = await this.#stat(hash);
      if (!there || there.mtimeMs >= before) return false;
      // Moved away first: where another machine used it meanwhile, its new time shows that, and it goes back.
      const away = await this.#incoming();
      if (!(await renamed(this.keyOf(hash), away))) return false;
      if ((await stat(away)).mtimeMs >= before) {
        await rename(away, this.keyOf(hash));
        return false;
      }
      await rm(away);
      return true;
    });
  }

  async #write(hash: string, content: Blob): Promise<void> {
    const incoming = await this.#incoming();
    try {
      const file = await open(incoming, "wx");
      try {
        // The cast: Node's streams are async iterables, which the types of browsers do not say.
        for await (const chunk of content.stream() as unknown as AsyncIterable<Uint8Array>)
          await file.writeFile(chunk);
        await file.sync();
      } finally {
        await file.close();
      }
      await this.#place(hash, incoming);
    } catch (error) {
      await rm(incoming, { force: true });
      throw error;
    }
  }

  async #place(hash: string, incoming: string): Promise<void> {
    const time = this.#now() / 1000;
    await utimes(incoming, time, time);
    await mkdir(join(this.#folder, shardOf(hash)), { recursive: true });
    await rename(incoming, this.keyOf(hash));
  }

  async #markUsed(hash: string, there: Stats): Promise<void> {
    const now = this.#now();
    if (now - there.mtimeMs < MARKED_FOR) return;
    try {
      await utimes(this.keyOf(hash), now / 1000, now / 1000);
    } catch (error) {
      // Only its owner may set a file's time; a copy of one's own takes its place.
      if (errorCode(error) !== "EPERM" && errorCode(error) !== "EACCES") throw error;
      await this.#write(hash, await openAsBlob(this.keyOf(hash)));
    }
  }

  async #incoming(): Promise<string> {
    await this.#mustBeThere();
    const folder = join(this.#folder, INCOMING);
    await mkdir(folder, { recursive: true });
    return join(folder, randomUUID());
  }

  async #removeLeftBehind(): Promise<void> {
    const folder = join(this.#folder, INCOMING);
    for (const name of await readdir(folder).catch(() => [])) {
      const path = join(folder, name);
      const there = await stat(path).catch(() => undefined);
      if (there && this.#now() - there.mtimeMs > LEFT_BEHIND) await rm(path, { force: true });
    }
  }

  async #stat(hash: string): Promise<Stats | undefined> {
    try {
      const there = await stat(this.keyOf(hash));
      return there.isFile() ? there : undefined;
    } catch (error) {
      if (errorCode(error) !== "ENOENT") throw error;
      await this.#mustBeThere();
      return undefined;
    }
  }

  /** It is not made: where it is missing, a disk is not mounted, and everything in it would seem lost. */
  async #mustBeThere(): Promise<void> {
    if (
      await stat(this.#folder).then(
        (there) => there.isDirectory(),
        () => false,
      )
    )
      return;
    throw new StepError({
      message: `${this.name} is not there.`,
      help: "Make the folder, or mount the disk that holds it, on each machine. Then try again.",
      transient: true,
    });
  }

  async #asStepError<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const problem = diskProblem(error, "shared files", this.#folder);
      throw problem ? new DiskError(problem, error) : error;
    }
  }
}

/** False where somebody else removed it. */
async function renamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return false;
    throw error;
  }
}
