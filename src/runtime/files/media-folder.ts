import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { Readable } from "node:stream";
import type { FileRef } from "../graph/value.ts";
import { errorCode, type Disk } from "./disk.ts";
import type { Media } from "./media.ts";
import { safeName, typeOf } from "./names.ts";
import { nodeDisk } from "./node-disk.ts";

const INCOMING = "incoming";
const HASH = /^[0-9a-f]{64}$/;

/** Content that was taken in and synced, but has no place yet. */
export interface StagedFile {
  /** SHA-256, hexadecimal. */
  readonly hash: string;
  readonly size: number;
  place(name: string, mime?: string): Promise<FileRef>;
  discard(): Promise<void>;
}

/**
 * The media folder of a workspace. A file is written to `incoming/` under a name of its own, synced, then renamed to where
 * its content says; so a file that is in place is whole. Content that is there already is only marked as used, which
 * keeps it from the next collection as if it were new.
 */
export class MediaFolder implements Media {
  readonly folder: string;
  readonly #disk: Disk;

  constructor(folder: string, disk: Disk = nodeDisk) {
    this.folder = folder;
    this.#disk = disk;
  }

  async addFile(path: string, options: { readonly name?: string } = {}): Promise<FileRef> {
    const known = await this.refOf(path);
    if (known && (options.name === undefined || options.name === known.name)) return known;
    try {
      return await this.addStream(createReadStream(path), options.name ?? basename(path));
    } catch (error) {
      if (errorCode(error) === undefined || (error as NodeJS.ErrnoException).path !== path) throw error;
      throw new Error(`The file '${path}' cannot be read (${errorCode(error)}).`, { cause: error });
    }
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
    await this.#disk.makeFolder(join(this.folder, INCOMING));
    const incoming = join(this.folder, INCOMING, randomUUID());
    // Gone already if it was put in place; the next collection takes it where this fails.
    const discard = () => this.#disk.remove(incoming).catch(() => {});
    const sum = createHash("sha256");
    let size = 0;
    try {
      const file = await this.#disk.create(incoming);
      try {
        for await (const chunk of content as AsyncIterable<Uint8Array | string>) {
          const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
          sum.update(bytes);
          size += bytes.length;
          await file.append(bytes);
        }
        await file.sync();
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
        const fit = safeName(name, mime);
        const ref: FileRef = { $file: hash, name: fit, mime: mime ?? typeOf(fit), size };
        await this.#place(incoming, ref);
        return ref;
      },
    };
  }

  pathOf(file: FileRef): string {
    // A reference may come from elsewhere, so neither part is trusted to stay inside.
    if (!HASH.test(file.$file)) throw new Error("A file reference without a proper hash.");
    return join(this.#folderOf(file.$file), safeName(file.name));
  }

  async refOf(path: string): Promise<FileRef | undefined> {
    const parts = relative(this.folder, path).split(sep);
    const [shard, hash, name] = parts;
    if (parts.length !== 3 || shard === undefined || hash === undefined || name === undefined)
      return undefined;
    if (!HASH.test(hash) || shard !== hash.slice(0, 2)) return undefined;
    const stat = await this.#disk.stat(path);
    if (stat?.kind !== "file") return undefined;
    await this.#disk.touch(path).catch(() => {});
    return { $file: hash, name, mime: typeOf(name), size: stat.size };
  }

  /** Reads a file that was taken in; rejects with `ENOENT` where it is gone. */
  read(file: FileRef): Promise<Uint8Array> {
    return this.#disk.readFile(this.pathOf(file));
  }

  #folderOf(hash: string): string {
    return join(this.folder, hash.slice(0, 2), hash);
  }

  /** Puts a whole file where its content says, unless the same is there already under the same name. */
  async #place(incoming: string, ref: FileRef): Promise<void> {
    const path = this.pathOf(ref);
    const folder = this.#folderOf(ref.$file);
    const there = await this.#disk.stat(path);
    // Another size means that somebody changed the file in place: the new, true content replaces it.
    if (there?.kind === "file" && there.size === ref.size) {
      await this.#disk.touch(path);
      if (await this.#disk.stat(path)) return;
    }
    await this.#disk.makeFolder(folder);
    await this.#disk.protect(incoming).catch(() => {});
    await this.#disk.rename(incoming, path);
    await this.#disk.syncFolder(folder);
    await this.#disk.syncFolder(join(folder, ".."));
    await this.#disk.syncFolder(this.folder);
  }
}
