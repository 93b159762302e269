import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { Readable } from "node:stream";
import { defaults } from "../defaults.ts";
import { withoutKnown } from "../failures/secrets.ts";
import type { FileRef } from "../values/value.ts";
import { DurableFolders, errorCode, type Disk } from "./disk.ts";
import { DiskError, diskProblem } from "./disk-error.ts";
import { contentTime } from "./content-time.ts";
import type { Media } from "./media.ts";
import { safeName, mediaTypeOf } from "./safe-name.ts";
import { sourceFile } from "./source-file.ts";
import { nodeDisk } from "./node-disk.ts";

/** Files that are being written. */
export const INCOMING = "incoming";
/** Milliseconds after which a changed file has another time than before. */
const SETTLED = 2_000;
const HASH = /^[0-9a-f]{64}$/;

/** Content that was taken in and synced, but has no place yet. */
export interface StagedFile {
  /** SHA-256, hexadecimal. */
  readonly hash: string;
  readonly size: number;
  place(name: string, mime?: string): Promise<FileRef>;
  discard(): Promise<void>;
}

/** The content of a file is not the one that its hash names. */
export class DamagedFileError extends Error {
  constructor(path: string) {
    super(`The file '${path}' no longer has the content that was saved in it.`);
    this.name = "DamagedFileError";
  }
}

/**
 * The media folder of a workspace. A file is written to `incoming/` under a name of its own, synced, then renamed to where
 * its content says; so a file that is in place is whole.
 *
 * Two times hold what cannot be found out otherwise. A file's own is made of its hash, so one that a workflow's function
 * changed in place shows by its time. The time of its folder is when the content was last taken in or returned, by any
 * process: the collection (`media-collection.ts`) spares what was used lately.
 */
export class MediaFolder implements Media {
  readonly folder: string;
  downloadLimit: number = defaults.downloadLimit;
  readonly #disk: Disk;
  readonly #folders: DurableFolders;
  readonly #now: () => number;
  /** Files elsewhere as they were taken in, by name and path, so that a large one is not read again for each run. */
  readonly #taken = new Map<string, { readonly identity: string; readonly ref: FileRef }>();
  /** Files of this folder that were read and found whole, by path: their identity then. */
  readonly #sound = new Map<string, string>();

  constructor(folder: string, disk: Disk = nodeDisk, now: () => number = Date.now) {
    this.folder = folder;
    this.#disk = disk;
    this.#folders = new DurableFolders(disk);
    this.#now = now;
  }

  async addFile(path: string, options: { readonly name?: string } = {}): Promise<FileRef> {
    const known = await this.refOf(path);
    if (known && (options.name === undefined || options.name === known.name)) return known;
    const name = options.name ?? basename(path);
    const seen = await sourceFile(path).catch(() => undefined);
    // The same file may be known under several names, by links for one.
    const own = `${safeName(name)}/${seen?.path}`;
    const taken = this.#taken.get(own);
    if (seen && taken?.identity === seen.identity && (await this.has(taken.ref))) return taken.ref;
    const source = createReadStream(seen?.path ?? path);
    let ref: FileRef;
    try {
      ref = await this.addStream(source, name);
    } catch (error) {
      if (source.errored !== error) throw error;
      throw new Error(`The file '${path}' cannot be read (${errorCode(error)}).`, { cause: error });
    }
    // One that was changed just now may be changed again within the resolution of its time.
    if (seen && this.#now() - seen.changedAt > SETTLED)
      this.#taken.set(own, { identity: seen.identity, ref });
    // Somebody wrote over a file of ours: what it has now is taken in, and it no longer stands for what it was.
    if (!known && this.#hashIn(path) !== undefined && this.pathOf(ref) !== path)
      await this.#disk.remove(path);
    return ref;
  }

  addBytes(content: Uint8Array, name: string, mime?: string): Promise<FileRef> {
    return this.addStream(Readable.from([content]), name, mime);
  }

  async addStream(content: Readable, name: string, mime?: string): Promise<FileRef> {
    const staged = await this.stage(content);
    try {
      return await staged.place(name, mime);
    } finally {
      await staged.discard();
    }
  }

  /** Takes content in without a place yet, so that it can be looked at first. */
  async stage(content: Readable): Promise<StagedFile> {
    const incoming = join(this.folder, INCOMING, randomUUID());
    // Gone already if it was put in place; the next collection takes it where this fails.
    const discard = () => this.#disk.remove(incoming).catch(() => {});
    const sum = createHash("sha256");
    let size = 0;
    // A stream may fail before it is read; reading it then fails.
    content.on("error", () => {});
    try {
      const file = await this.#written(async () => {
        await this.#folders.make(join(this.folder, INCOMING));
        return this.#disk.create(incoming);
      });
      try {
        for await (const chunk of content as AsyncIterable<Uint8Array | string>) {
          const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
          sum.update(bytes);
          size += bytes.length;
          await this.#written(() => file.append(bytes));
        }
        await this.#written(() => file.sync());
      } finally {
        await file.close();
      }
    } catch (error) {
      content.destroy();
      await discard();
      throw error;
    }
    const hash = sum.digest("hex");
    return {
      hash,
      size,
      discard,
      place: async (name, mime) => {
        // Names and types come from apps and functions.
        const type = mime === undefined ? undefined : withoutKnown(mime);
        const fit = safeName(withoutKnown(name), type);
        const ref: FileRef = { $file: hash, name: fit, mime: type ?? mediaTypeOf(fit), size };
        await this.#written(() => this.#place(incoming, ref));
        return ref;
      },
    };
  }

  pathOf(file: FileRef): string {
    return join(this.#folderOf(file.$file), safeName(file.name));
  }

  async refOf(path: string): Promise<FileRef | undefined> {
    const hash = this.#hashIn(path);
    if (hash === undefined) return undefined;
    const size = await this.#soundSize(hash, path);
    if (size === undefined) return undefined;
    const name = basename(path);
    return { $file: hash, name, mime: mediaTypeOf(name), size };
  }

  async has(file: FileRef): Promise<boolean> {
    return (await this.#soundSize(file.$file, this.pathOf(file))) === file.size;
  }

  /**
   * Reads a file that was taken in. Rejects with `ENOENT` where it is gone, and with a `DamagedFileError` where its content is
   * not the one that its hash names.
   */
  async read(file: FileRef): Promise<Uint8Array> {
    const path = this.pathOf(file);
    const content = await this.#disk.readFile(path);
    if (createHash("sha256").update(content).digest("hex") === file.$file) return content;
    await this.#distrust(path);
    throw new DamagedFileError(path);
  }

  /** Whether a path of this folder has the content that it stands for. Reads all of it, once until it changes. */
  async isSound(path: string): Promise<boolean> {
    const hash = this.#hashIn(path);
    const stat = await this.#disk.stat(path);
    if (hash === undefined || stat?.kind !== "file") return false;
    if (this.#sound.get(path) === stat.identity) return true;
    if ((await this.#hashOf(path)) === hash) {
      this.#sound.set(path, stat.identity);
      return true;
    }
    await this.#distrust(path);
    return false;
  }

  /** Says what is wrong with the disk where something cannot be written. */
  async #written<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const problem = diskProblem(error, "Daggr's files", this.folder);
      throw problem ? new DiskError(problem, error) : error;
    }
  }

  #folderOf(hash: string): string {
    // A reference may come from elsewhere, so it is not trusted to stay inside.
    if (!HASH.test(hash)) throw new Error("A file reference without a proper hash.");
    return join(this.folder, hash.slice(0, 2), hash);
  }

  /** Of which content a path in this folder is. */
  #hashIn(path: string): string | undefined {
    const [shard, hash, name, ...rest] = relative(this.folder, path).split(sep);
    if (shard === undefined || hash === undefined || name === undefined || rest.length > 0) return undefined;
    return HASH.test(hash) && shard === hash.slice(0, 2) ? hash : undefined;
  }

  /** The size of a file that still has its content, which counts as a use; else undefined. */
  async #soundSize(hash: string, path: string): Promise<number | undefined> {
    const stat = await this.#disk.stat(path);
    if (stat?.kind !== "file") return undefined;
    // Copying or restoring the folder changes times, too: only the content decides.
    if (stat.changedAt !== contentTime(hash)) {
      if ((await this.#hashOf(path)) !== hash) return undefined;
      await this.#disk.touch(path, contentTime(hash));
    }
    await this.#disk.touch(this.#folderOf(hash), this.#now());
    return stat.size;
  }

  async #hashOf(path: string): Promise<string> {
    const sum = createHash("sha256");
    for await (const chunk of this.#disk.readChunks(path)) sum.update(chunk);
    return sum.digest("hex");
  }

  /** Gives a damaged file another time than its content's, so that the content is written again when it is made again. */
  async #distrust(path: string): Promise<void> {
    await this.#disk.touch(path, this.#now()).catch(() => {});
  }

  /** Puts a whole file where its content says, unless the same is there already under the same name. */
  async #place(incoming: string, ref: FileRef): Promise<void> {
    const folder = this.#folderOf(ref.$file);
    const path = this.pathOf(ref);
    // Asked twice, since a collection may take it away just before it is marked as used.
    if (await this.has(ref).catch(() => false)) if (await this.#disk.stat(path)) return;
    await this.#folders.make(folder);
    if (!(await this.#linkOther(folder, path, ref))) {
      await this.#disk.protect(incoming).catch(() => {});
      await this.#disk.touch(incoming, contentTime(ref.$file));
      if (await this.#disk.stat(path)) await this.#disk.remove(path);
      await this.#disk.rename(incoming, path);
    }
    await this.#disk.touch(folder, this.#now());
    await this.#disk.syncFolder(folder);
  }

  /** The same content may be there under another name: then it needs no room twice. */
  async #linkOther(folder: string, path: string, ref: FileRef): Promise<boolean> {
    const wanted = basename(path);
    for (const name of await this.#disk.list(folder)) {
      if (name === wanted || !(await this.has({ ...ref, name }))) continue;
      try {
        await this.#disk.link(join(folder, name), path);
        return true;
      } catch {
        // Not every file system has links.
        return false;
      }
    }
    return false;
  }
}
