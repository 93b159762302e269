import { join } from "node:path";
import { DurableFolders, type Disk, type DiskFile } from "../../files/disk.ts";
import {
  BEGINNING,
  encodeRecord,
  endedName,
  JOURNAL_VERSION,
  segmentName,
  type SegmentHeader,
} from "./format.ts";

export interface OwnSegment {
  readonly name: string;
  lastSeq: number;
}

/** Milliseconds between two syncs while entries keep coming. */
const REST = 10;

interface Waiting {
  readonly seq: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export interface JournalWriterOptions {
  readonly disk: Disk;
  /** The folder of all writers' segments. */
  readonly folder: string;
  /** The database's identity as it is now known. */
  readonly store: () => string;
  /** How far the journals of others were read. */
  readonly seen: () => Readonly<Record<string, number>>;
  readonly writer: string;
  readonly pid: number;
  readonly host: string;
}

/**
 * One process's own journal. Nobody else writes to its files, so that saves need no lock. Entries that come while a sync is
 * under way share the next one. After a failure nothing is known of the file (a failed sync may have dropped pages), so
 * everything that was not acknowledged goes to a new file with the next try; a reader leaves doubles out by their number.
 */
export class JournalWriter {
  readonly #options: JournalWriterOptions;
  readonly #folders: DurableFolders;
  #file: DiskFile | undefined;
  /** The one that entries go to, from the moment that its file is made: it is never removed. */
  #current: OwnSegment | undefined;
  readonly #segments: OwnSegment[] = [];
  #made = 0;
  #unsaved: { seq: number; bytes: Uint8Array }[] = [];
  #waiting: Waiting[] = [];
  #flushing: Promise<void> | undefined;
  #rotate = false;

  constructor(options: JournalWriterOptions) {
    this.#options = options;
    this.#folders = new DurableFolders(options.disk);
  }

  /** Settles when an entry's record would survive a loss of power. */
  save(seq: number, record: Uint8Array): Promise<void> {
    const saved = new Promise<void>((resolve, reject) => {
      this.#unsaved.push({ seq, bytes: record });
      this.#waiting.push({ seq, resolve, reject });
    });
    void this.flush();
    return saved;
  }

  /** How many entries are not on disk yet. */
  get unsaved(): number {
    return this.#unsaved.length;
  }

  /** Tries to write everything to disk. Never rejects; the promises of `save` do. */
  flush(): Promise<void> {
    this.#flushing ??= this.#flush();
    return this.#flushing;
  }

  /** Removes own files all of whose entries are at or before `seq`; the next entry begins a new one. */
  async removeUpTo(seq: number): Promise<void> {
    this.#rotate = true;
    if (!this.#flushing) await this.#end();
    const done = this.#segments.filter((segment) => segment !== this.#current && segment.lastSeq <= seq);
    for (const segment of done) {
      await this.#options.disk.remove(join(this.#options.folder, segment.name));
      this.#segments.splice(this.#segments.indexOf(segment), 1);
    }
  }

  async close(): Promise<void> {
    await this.flush();
    const file = this.#file;
    const current = this.#current;
    this.#file = undefined;
    if (!file || !current) return;
    const { disk, folder } = this.#options;
    try {
      // Saves others the question whether the process lives, and shows later whether the file was cut. A crash before it, or
      // a disk that refuses it, costs no more than that.
      await file.append(encodeRecord({ closed: true }));
      await file.close();
      await disk.rename(join(folder, current.name), join(folder, endedName(current.name, current.lastSeq)));
      await disk.syncFolder(folder);
    } catch {
      await file.close().catch(() => {});
    }
  }

  async #flush(): Promise<void> {
    // What is saved together shares one sync, and `#flushing` is set before it is cleared below.
    await Promise.resolve();
    for (let first = true; this.#unsaved.length > 0; first = false) {
      // Entries in quick succession share a sync: it costs the same however many there are.
      if (!first) await new Promise((resolve) => setTimeout(resolve, REST));
      const batch = this.#unsaved.slice();
      const last = batch.at(-1)!.seq;
      try {
        if (this.#rotate) await this.#end();
        this.#file ??= await this.#begin(batch[0]!.seq);
        await this.#file.append(Buffer.concat(batch.map(({ bytes }) => bytes)));
        await this.#file.sync();
      } catch (error) {
        await this.#end().catch(() => {});
        const waiting = this.#waiting;
        this.#waiting = [];
        for (const { reject } of waiting) reject(error);
        break;
      }
      this.#current!.lastSeq = last;
      this.#unsaved = this.#unsaved.filter(({ seq }) => seq > last);
      const done = this.#waiting.filter(({ seq }) => seq <= last);
      this.#waiting = this.#waiting.filter(({ seq }) => seq > last);
      for (const { resolve } of done) resolve();
    }
    // In the same turn as the last look at what is unsaved: what comes from now on starts a new flush.
    this.#flushing = undefined;
  }

  async #begin(firstSeq: number): Promise<DiskFile> {
    const { disk, folder, store, seen, writer, pid, host } = this.#options;
    await this.#folders.make(folder);
    this.#made += 1;
    const name = segmentName(writer, this.#made);
    const path = join(folder, name);
    const file = await disk.create(path + BEGINNING);
    this.#current = { name, lastSeq: firstSeq - 1 };
    this.#segments.push(this.#current);
    try {
      const header: SegmentHeader = {
        journal: JOURNAL_VERSION,
        store: store(),
        writer,
        pid,
        host,
        seen: seen(),
      };
      await file.append(encodeRecord(header));
      await file.sync();
      await disk.rename(path + BEGINNING, path);
      // The name must survive, too: a synced file that no folder lists is lost.
      await disk.syncFolder(folder);
    } catch (error) {
      await file.close().catch(() => {});
      await disk.remove(path + BEGINNING).catch(() => {});
      throw error;
    }
    return file;
  }

  async #end(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    this.#current = undefined;
    this.#rotate = false;
    await file?.close();
  }
}
