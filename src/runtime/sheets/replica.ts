import { randomBytes, randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { join } from "node:path";
import type { SqlJsStatic } from "sql.js";
import type { Disk } from "../files/disk.ts";
import { Clock } from "./clock.ts";
import { Database, NewerVersionError } from "./database/database.ts";
import { StoreError, unsaved } from "./errors.ts";
import { BACKUP, IMAGE, writeImage } from "./image/image-file.ts";
import { isAlive, takeLock } from "./image/lock.ts";
import { JOURNAL, recover, type Recovered } from "./image/recover.ts";
import { encodeRecord } from "./journal/format.ts";
import type { JournalReader, Segment, WrittenEntry } from "./journal/reader.ts";
import { JournalWriter } from "./journal/writer.ts";
import type { Entry, Operation } from "./operations.ts";
import type { GraphKey, StoreEvent } from "./store.ts";

// How sheets stay safe with any number of processes that may die at any moment
//
// Each process (a "writer") keeps the whole database in memory and appends what it changes to journal files that only it
// writes; a save is reported when such an entry is synced. Two windows, or a window and its reloading self, therefore never
// write to the same file, and no lock stands between a save and the disk. Each reads what the others appended before it
// answers, and applies it: operations are such that all come to the same state in whatever order they meet (renames of nodes
// apart, for which everything since the image is put in order again).
//
// From time to time one of them writes all of its database as an image, the checkpoint, which says how many entries of each
// writer are in it. The image before becomes the backup. A journal file goes only when the *backup* has all of it, so either
// image can be lost; and only by its own writer, or when that one is dead. A process that finds another's image in place
// reads that instead of the journals which may be gone.
//
// The lock makes checkpoints one at a time. If it ever fails to, an image older than it should be gets into place; what it
// lacks is in the journals, or is noticed as a gap in them and the backup is used.

const RETRY = 5_000;
const IDLE = 2_000;
/** Bytes of own journal (roughly) after which an image is due at the next quiet moment, and at once. */
const DUE = 1024 * 1024;
const OVERDUE = 8 * DUE;
/** Journals of ended sessions that pile up without an image taking them in. */
const MANY_SEGMENTS = 16;
/** A writer of another machine that has not written for so long will not come back. */
const FOREIGN_LEFTOVER = 7 * 24 * 60 * 60 * 1000;

export interface ReplicaOptions {
  readonly engine: SqlJsStatic;
  readonly disk: Disk;
  /** Undefined: nothing is kept on disk. */
  readonly folder: string | undefined;
  readonly now: () => number;
  readonly emit: (event: StoreEvent) => void;
}

/** This process's copy of the database, kept together with the disk and with the other processes'. */
export class Replica {
  readonly notices: string[] = [];
  readonly writer: string;
  readonly clock: Clock;
  readonly #options: ReplicaOptions;
  /** Undefined: work in memory only. */
  readonly #folder: string | undefined;
  #db: Database;
  #seq = 0;
  #reader: JournalReader | undefined;
  readonly #journal: JournalWriter | undefined;
  /** Why nothing is saved, where it should be. */
  #memoryOnly: StoreError | undefined;
  /** Own entries that the image on disk may not have. */
  #own: Entry[] = [];
  /** Bytes in journals since the image. */
  #grown = 0;
  /** What the image on disk has, which is what the backup will have after the next one. */
  #image: ReadonlyMap<string, number> = new Map();
  #identity: string | undefined;
  /** Why this copy may write no image: a later version does, what is there has not been read yet, or it is damaged. */
  #held: "superseded" | "unread" | "damaged" | undefined;
  #refreshing: Promise<boolean> = Promise.resolve(true);
  #waitingRefresh: Promise<boolean> | undefined;
  #checkpointing: Promise<boolean> | undefined;
  #retry: NodeJS.Timeout | undefined;
  #idle: NodeJS.Timeout | undefined;
  #failing = false;
  #closed = false;

  private constructor(options: ReplicaOptions, writer: string, recovered?: Recovered) {
    const { folder } = options;
    this.#options = options;
    this.#folder = folder;
    this.writer = writer;
    this.clock = new Clock(this.writer, options.now);
    this.#db = recovered?.db ?? Database.empty(options.engine, options.now);
    this.clock.observe(Number(this.#db.fact("clock") ?? 0));
    if (folder === undefined) return;
    if (recovered) this.#adopt(recovered);
    else this.#held = "unread";
    this.#journal = new JournalWriter({
      disk: options.disk,
      folder: join(folder, JOURNAL),
      store: () => String(this.#db.fact("store") ?? ""),
      writer: this.writer,
      pid: process.pid,
      host: hostname(),
    });
  }

  static async open(options: ReplicaOptions): Promise<Replica> {
    const { folder } = options;
    const writer = randomBytes(6).toString("hex");
    if (folder === undefined) return new Replica(options, writer);
    try {
      const recovered = await recover({ ...options, folder, writer, own: [] });
      const replica = new Replica(options, writer, recovered);
      await replica.#afterRecovery(recovered);
      return replica;
    } catch (error) {
      const newer = error instanceof NewerVersionError;
      const replica = new Replica(newer ? { ...options, folder: undefined } : options, writer);
      if (newer) replica.#memoryOnly = new StoreError("unsaved", newerVersion(folder));
      replica.notices.push(newer ? newerVersion(folder) : unreadable(error, folder));
      return replica;
    }
  }

  /** Valid until the next `await`: another process's image may replace it. */
  get db(): Database {
    return this.#db;
  }

  /** Whether this copy has all that is on disk, and what is committed gets there. */
  get current(): boolean {
    return this.#journal !== undefined && this.#held === undefined;
  }

  /** Makes a change at once in memory; settles when it is on disk. */
  commit(operations: readonly Operation[]): Promise<void> {
    if (operations.length === 0) return Promise.resolve();
    if (this.#closed) return Promise.reject(new Error("The sheets have been closed."));
    const entry: Entry = { seq: this.#seq + 1, at: this.clock.next(), operations };
    this.#db.apply(this.writer, entry);
    this.#seq = entry.seq;
    if (!this.#journal) return this.#memoryOnly ? Promise.reject(this.#memoryOnly) : Promise.resolve();
    this.#own.push(entry);
    const record = encodeRecord(entry);
    this.#grown += record.length;
    return this.#saved(this.#journal.save(entry.seq, record));
  }

  /** Takes in all that other processes wrote before the call. Never rejects; false: the disk could not be read. */
  refresh(): Promise<boolean> {
    if (!this.#journal || this.#closed) return Promise.resolve(true);
    // One that is under way may have looked too early, so whoever comes now shares the next one.
    this.#waitingRefresh ??= this.#refreshing.then(() => {
      this.#waitingRefresh = undefined;
      this.#refreshing = this.#refresh().then(
        () => true,
        (error: unknown) => (this.#trouble(error), false),
      );
      return this.#refreshing;
    });
    return this.#waitingRefresh;
  }

  /** Writes an image, and says whether it did. Never rejects: without one the journal is just longer. */
  checkpoint(): Promise<boolean> {
    if (!this.current || this.#closed) return Promise.resolve(false);
    this.#checkpointing ??= this.#checkpoint()
      .catch((error: unknown) => (this.#trouble(error), false))
      .finally(() => (this.#checkpointing = undefined));
    return this.#checkpointing;
  }

  /** Brings everything to disk that can be brought there. */
  async close(): Promise<void> {
    clearTimeout(this.#retry);
    clearTimeout(this.#idle);
    this.#closed = true;
    await this.#waitingRefresh;
    await this.#refreshing;
    await this.#checkpointing;
    await this.#journal?.close();
    this.#db.close();
    if (this.#journal && this.#journal.unsaved > 0) {
      throw new StoreError(
        "unsaved",
        `Some changes to Daggr's sheets could not be saved to '${this.#folder}' and are lost.`,
      );
    }
  }

  async #saved(saving: Promise<void>): Promise<void> {
    try {
      await saving;
    } catch (error) {
      this.#trouble(error);
      throw unsaved(error, this.#folder!);
    }
    if (this.#failing && this.#journal?.unsaved === 0) {
      this.#failing = false;
      this.#options.emit({ type: "saved" });
    }
    if (this.#grown > OVERDUE) void this.checkpoint();
    else if (this.#grown > DUE) this.#checkpointWhenIdle();
  }

  #checkpointWhenIdle(): void {
    clearTimeout(this.#idle);
    if (!this.#closed) this.#idle = setTimeout(() => void this.checkpoint(), IDLE).unref();
  }

  #trouble(error: unknown): void {
    if (this.#closed || !this.#folder || (this.#journal?.unsaved ?? 0) === 0) return;
    if (!this.#failing)
      this.#options.emit({ type: "unsaved", message: unsaved(error, this.#folder).message });
    this.#failing = true;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.retry(), RETRY).unref();
  }

  /** Tries to save what could not be saved. */
  async retry(): Promise<void> {
    if (!this.#journal || this.#journal.unsaved === 0) return;
    await this.#journal.flush();
    // A try that was under way may have failed before the disk got better.
    if (this.#journal.unsaved > 0) await this.#journal.flush();
    if (this.#journal.unsaved > 0) {
      clearTimeout(this.#retry);
      if (!this.#closed) this.#retry = setTimeout(() => void this.retry(), RETRY).unref();
    } else if (this.#failing) {
      this.#failing = false;
      this.#options.emit({ type: "saved" });
    }
  }

  #adopt(recovered: Recovered): void {
    this.#db = recovered.db;
    this.#reader = recovered.reader;
    this.#image = recovered.image;
    this.#identity = recovered.identity;
    this.#grown = recovered.reader.segments.reduce((sum, { size }) => sum + size, 0);
    this.notices.push(...recovered.notices.filter((notice) => !this.notices.includes(notice)));
    this.clock.observe(Number(recovered.db.fact("clock") ?? 0));
    const inImage = recovered.image.get(this.writer) ?? 0;
    this.#own = this.#own.filter(({ seq }) => seq > inImage);
    // Those that came while the disk was read; the database leaves the others out, which it has.
    for (const entry of this.#own) this.#db.apply(this.writer, entry);
  }

  /** Puts damaged files aside, so that a checkpoint cannot write over them, and makes sure that what was saved stays. */
  async #afterRecovery(recovered: Recovered): Promise<void> {
    const segments = recovered.reader.segments;
    if (recovered.damaged.length === 0) {
      if (this.#grown > DUE || segments.length > MANY_SEGMENTS) this.#checkpointWhenIdle();
      return;
    }
    try {
      await this.#setAside(recovered.damaged.filter((name) => name === IMAGE || name === BACKUP));
      if (recovered.damaged.includes(IMAGE)) this.#identity = undefined;
      const safe = await this.checkpoint();
      const held = segments
        .filter((segment) => !this.#isOver(segment))
        .map(({ name }) => join(JOURNAL, name));
      const journals = recovered.damaged.filter(
        (name) => name !== IMAGE && name !== BACKUP && !held.includes(name),
      );
      if (safe) await this.#setAside(journals);
    } catch (error) {
      // The damaged image stands where it stood: no checkpoint may replace it, the journal takes everything.
      this.#held ??= "damaged";
      this.#trouble(error);
    }
  }

  async #setAside(names: readonly string[]): Promise<void> {
    const { disk, now } = this.#options;
    const folder = join(this.#folder!, "damaged");
    for (const name of names) {
      await disk.makeFolder(folder);
      const stamp = new Date(now()).toISOString().replace(/[:.]/g, "-");
      const aside = `${stamp}-${randomUUID().slice(0, 8)}-${name.split(/[\\/]/).at(-1)!}`;
      await disk.rename(join(this.#folder!, name), join(folder, aside));
    }
  }

  async #refresh(): Promise<void> {
    const { disk } = this.#options;
    const stat = await disk.stat(join(this.#folder!, IMAGE));
    // An image that is missing is being replaced just now, and the journals still reach back behind it.
    const replaced = stat !== undefined && stat.identity !== this.#identity && this.#held === undefined;
    if (!this.#reader || replaced) return this.#reload();
    const entries = await this.#reader.read();
    if (this.#hasGap(entries) || this.#isLate(entries)) await this.#reload();
    else this.#take(entries);
    if (this.#reader.segments.some(({ problem }) => problem === "newer")) this.#supersede();
  }

  /** Entries are missing: an image has them, and the journal that had them is gone already. */
  #hasGap(entries: readonly WrittenEntry[]): boolean {
    const last = this.#db.vector();
    return entries.some(({ writer, entry }) => {
      const gap = entry.seq > (last.get(writer) ?? 0) + 1;
      last.set(writer, Math.max(entry.seq, last.get(writer) ?? 0));
      return gap;
    });
  }

  /** Renames of nodes are the one thing that has to be done in its order: reading everything again puts them into it. */
  #isLate(entries: readonly WrittenEntry[]): boolean {
    const rename = Number(this.#db.sql.get("SELECT max(at) FROM renames")?.[0] ?? 0);
    const last = Number(this.#db.fact("clock") ?? 0);
    const renames = ({ operations }: Entry) => operations.some(({ type }) => type === "rename-node");
    return entries.some(({ entry }) => entry.at < rename || (entry.at < last && renames(entry)));
  }

  #take(entries: readonly WrittenEntry[]): void {
    if (entries.length === 0) return;
    const graphs = new Set<GraphKey>();
    for (const { writer, entry } of entries) {
      if (entry.seq <= this.#db.applied(writer)) continue;
      for (const graph of this.#graphsOf(entry)) graphs.add(graph);
      this.#db.apply(writer, entry);
      this.clock.observe(entry.at);
      this.#grown += JSON.stringify(entry).length;
    }
    if (graphs.size > 0) this.#options.emit({ type: "changed-elsewhere", graphs: [...graphs] });
  }

  #graphsOf(entry: Entry): GraphKey[] {
    return entry.operations.flatMap((operation) => {
      if ("graph" in operation) return [operation.graph];
      const graph = this.#db.sql.get("SELECT graph FROM sheets WHERE uid = ?", operation.sheet)?.[0];
      return typeof graph === "string" && operation.type !== "use-sheet" ? [graph] : [];
    });
  }

  /** Another process wrote an image: reads everything again, and puts own entries on top that are not in it. */
  async #reload(): Promise<void> {
    const { engine, disk, now } = this.#options;
    let recovered: Recovered;
    const own = this.#own.slice();
    try {
      recovered = await recover({ engine, disk, now, folder: this.#folder!, writer: this.writer, own });
    } catch (error) {
      if (!(error instanceof NewerVersionError)) throw error;
      return this.#supersede();
    }
    const before = this.#db;
    this.#adopt(recovered);
    before.close();
    if (this.#held === "unread") this.#held = undefined;
    // Not awaited: it may write an image, for which it has to refresh, too.
    if (recovered.damaged.length > 0) void this.#afterRecovery(recovered);
    const graphs = this.#db.sql.all("SELECT DISTINCT graph FROM sheets").map(([graph]) => String(graph));
    this.#options.emit({ type: "changed-elsewhere", graphs });
  }

  /** From now on the journal takes everything; the newer version reads it. */
  #supersede(): void {
    if (this.#held === "superseded") return;
    this.#held = "superseded";
    this.#options.emit({
      type: "notice",
      message:
        "Another window uses these sheets with a newer version of Daggr. Reload this window to see its changes; what you do " +
        "here is saved as before.",
    });
  }

  async #checkpoint(): Promise<boolean> {
    const { disk, now } = this.#options;
    const folder = this.#folder!;
    const lock = await takeLock(disk, folder, { pid: process.pid, host: hostname() }, now());
    if (!lock) {
      this.#checkpointWhenIdle();
      return false;
    }
    try {
      if (!(await this.refresh()) || !this.current) return false;
      if (this.#db.fact("store") === undefined) this.#db.setFact("store", randomUUID());
      const vector = this.#db.vector();
      const image = this.#db.sql.image();
      this.#grown = 0;
      await writeImage(disk, folder, image);
      const inBackup = this.#image;
      this.#image = vector;
      this.#identity = (await disk.stat(join(folder, IMAGE)))?.identity;
      const inImage = vector.get(this.writer) ?? 0;
      this.#own = this.#own.filter(({ seq }) => seq > inImage);
      this.#journal!.rotate();
      await this.#journal!.removeUpTo(inBackup.get(this.writer) ?? 0);
      await this.#removeLeftOvers(inBackup);
      return true;
    } finally {
      await lock.release();
    }
  }

  /** Journals of writers that are gone, as far as the backup has them. */
  async #removeLeftOvers(inBackup: ReadonlyMap<string, number>): Promise<void> {
    for (const segment of this.#reader!.segments) {
      const { header, name, lastSeq, problem } = segment;
      if (!header || problem !== undefined || !this.#isOver(segment)) continue;
      if (lastSeq > (inBackup.get(header.writer) ?? 0)) continue;
      await this.#options.disk.remove(join(this.#folder!, JOURNAL, name));
    }
  }

  #isOver({ header, closed, changedAt }: Segment): boolean {
    if (!header || closed) return true;
    if (header.host === hostname()) return !isAlive(header.pid);
    return this.#options.now() - changedAt > FOREIGN_LEFTOVER;
  }
}

function newerVersion(folder: string): string {
  return (
    `The sheets in '${folder}' were written by a newer version of Daggr and are left untouched. Update Daggr to see them; ` +
    "until then your work is kept in memory only."
  );
}

function unreadable(error: unknown, folder: string): string {
  return (
    `The sheets in '${folder}' cannot be read (${error instanceof Error ? error.message : String(error)}). Mend that; they ` +
    "show as soon as they can be read, and what you do until then is added to them."
  );
}
