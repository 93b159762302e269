import { randomBytes, randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { join } from "node:path";
import type { SqlJsStatic } from "sql.js";
import type { Disk } from "../../files/disk.ts";
import { Clock } from "./clock.ts";
import { Database, NewerVersionError } from "../database/database.ts";
import { newerVersionNotice, StoreError, unreadableNotice } from "../errors.ts";
import { Images } from "../image/images.ts";
import { takeLock } from "../image/lock.ts";
import { JOURNAL, recover, type Recovered } from "../image/recover.ts";
import { encodeRecord } from "../journal/format.ts";
import type { JournalReader, WrittenEntry } from "../journal/reader.ts";
import { JournalWriter } from "../journal/writer.ts";
import type { Entry, Operation } from "../journal/operations.ts";
import { changedGraphs, hasGap, needsReordering } from "./remote-entries.ts";
import { SaveMonitor } from "./save-monitor.ts";
import type { GraphKey, StoreEvent } from "../store.ts";

// How sheets stay safe with any number of processes that may die at any moment
//
// Each process (a "writer") keeps the whole database in memory and appends what it changes to journal files that only it
// writes; a save is reported when such an entry is synced. Two windows, or a window and its reloading self, therefore never
// write to the same file, and no lock stands between a save and the disk. Each reads what the others appended before it
// answers, and applies it: operations are such that all come to the same state in whatever order they meet (renames
// apart, for which everything since the image is put in order again).
//
// From time to time one of them writes all of its database as an image, the checkpoint, which says how many entries of each
// writer are in it. The image before becomes the backup. A journal file goes only when the *backup* has all of it, so either
// image can be lost; and only by its own writer, or when that one is dead. A process that finds another's image in place
// reads that instead of the journals which may be gone.
//
// The lock makes checkpoints one at a time. If it ever fails to, an image older than it should be gets into place; what it
// lacks is in the journals, or is noticed as a gap in them and the backup is used.

const IDLE = 2_000;
/** Bytes of journal (roughly) after which an image is due at the next quiet moment, and at once. */
const DUE = 512 * 1024;
const OVERDUE = 8 * 1024 * 1024;
/** Journals of ended sessions that pile up without an image taking them in. */
const MANY_SEGMENTS = 16;

export interface ReplicaOptions {
  readonly engine: SqlJsStatic;
  readonly disk: Disk;
  /** Undefined: nothing is kept on disk. */
  readonly folder: string | undefined;
  readonly now: () => number;
  readonly emit: (event: StoreEvent) => void;
}

/** What a replica on disk has that one in memory has not. */
interface Kept {
  readonly folder: string;
  readonly journal: JournalWriter;
  readonly saving: SaveMonitor;
  readonly images: Images;
}

/** This process's copy of the database, kept together with the disk and with the other processes'. */
export class Replica {
  readonly notices: string[] = [];
  readonly #writer: string;
  readonly #clock: Clock;
  readonly #options: ReplicaOptions;
  readonly #kept: Kept | undefined;
  /** Why nothing is saved, where it should be. */
  #memoryOnly: StoreError | undefined;
  #db: Database;
  #seq = 0;
  /** Undefined until what is on disk was read. */
  #reader: JournalReader | undefined;
  /** Own entries that the image on disk may not have. */
  #own: Entry[] = [];
  /** Bytes in journals since the image. */
  #grown = 0;
  /** A later version writes images now; ours would undo that. */
  #superseded = false;
  #refreshing: Promise<boolean> = Promise.resolve(true);
  #waitingRefresh: Promise<boolean> | undefined;
  #checkpointing: Promise<boolean> | undefined;
  #idle: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(options: ReplicaOptions, writer: string, recovered?: Recovered) {
    const { engine, disk, folder, now, emit } = options;
    this.#options = options;
    this.#writer = writer;
    this.#clock = new Clock(writer, now);
    this.#db = recovered?.db ?? Database.empty(engine, now);
    if (folder === undefined) return;
    const journal = new JournalWriter({
      disk,
      folder: join(folder, JOURNAL),
      store: () => String(this.#db.fact("store") ?? ""),
      writer,
      pid: process.pid,
      host: hostname(),
    });
    const images = new Images(disk, folder, now);
    this.#kept = { folder, journal, saving: new SaveMonitor(journal, folder, emit), images };
    if (recovered) this.#adopt(recovered);
  }

  static async open(options: ReplicaOptions): Promise<Replica> {
    const { folder } = options;
    const writer = randomBytes(6).toString("hex");
    if (folder === undefined) return new Replica(options, writer);
    let replica: Replica;
    try {
      replica = new Replica(options, writer, await recover({ ...options, folder, writer, own: [] }));
    } catch (error) {
      const newer = error instanceof NewerVersionError;
      replica = new Replica(newer ? { ...options, folder: undefined } : options, writer);
      if (newer) replica.#memoryOnly = new StoreError("unsaved", newerVersionNotice(folder));
      replica.notices.push(newer ? newerVersionNotice(folder) : unreadableNotice(error, folder));
    }
    if (replica.#kept?.images.damaged) await replica.checkpoint();
    return replica;
  }

  /** Valid until the next `await`: another process's image may replace it. */
  get db(): Database {
    return this.#db;
  }

  /** Whether this copy has all that is on disk, and what is committed gets there. */
  get current(): boolean {
    return this.#reader !== undefined && !this.#superseded;
  }

  /** Whether everything that was committed is on disk. */
  get saved(): boolean {
    return this.#kept !== undefined && this.#kept.journal.unsaved === 0;
  }

  /** Makes a change at once in memory; settles when it is on disk. */
  commit(operations: readonly Operation[]): Promise<void> {
    if (operations.length === 0) return Promise.resolve();
    if (this.#closed) return Promise.reject(new Error("The sheets have been closed."));
    const entry: Entry = { seq: this.#seq + 1, at: this.#clock.next(), operations };
    this.#db.apply(this.#writer, entry);
    this.#seq = entry.seq;
    if (!this.#kept) return this.#memoryOnly ? Promise.reject(this.#memoryOnly) : Promise.resolve();
    this.#own.push(entry);
    const record = encodeRecord(entry);
    this.#grown += record.length;
    if (this.#grown > OVERDUE) void this.checkpoint();
    else if (this.#grown > DUE) this.#checkpointWhenIdle();
    return this.#kept.saving.follow(this.#kept.journal.save(entry.seq, record));
  }

  /** Takes in all that other processes wrote before the call. Never rejects; false: the disk could not be read. */
  refresh(): Promise<boolean> {
    const kept = this.#kept;
    if (!kept || this.#closed) return Promise.resolve(true);
    // One that is under way may have looked too early, so whoever comes now shares the next one.
    this.#waitingRefresh ??= this.#refreshing.then(() => {
      this.#waitingRefresh = undefined;
      this.#refreshing = this.#refresh(kept).then(
        () => true,
        (error: unknown) => (kept.saving.failed(error), false),
      );
      return this.#refreshing;
    });
    return this.#waitingRefresh;
  }

  /** Writes an image, and says whether it did. Never rejects: without one the journal is just longer. */
  checkpoint(): Promise<boolean> {
    const kept = this.#kept;
    if (!kept || !this.current || this.#closed) return Promise.resolve(false);
    this.#checkpointing ??= this.#checkpoint(kept)
      .catch((error: unknown) => (kept.saving.failed(error), false))
      .finally(() => (this.#checkpointing = undefined));
    return this.#checkpointing;
  }

  /** Tries to save what could not be saved. */
  async retry(): Promise<void> {
    await this.#kept?.saving.retry();
  }

  /** Brings everything to disk that can be brought there. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#idle);
    await this.#waitingRefresh;
    await this.#refreshing;
    await this.#checkpointing;
    this.#kept?.saving.close();
    await this.#kept?.journal.close();
    this.#db.close();
    if (!this.#kept || this.#kept.journal.unsaved === 0) return;
    const { folder } = this.#kept;
    throw new StoreError(
      "unsaved",
      `Some changes to Daggr's sheets could not be saved to '${folder}' and are lost.`,
    );
  }

  #adopt(recovered: Recovered): void {
    this.#db = recovered.db;
    this.#reader = recovered.reader;
    this.#kept?.images.adopt(recovered);
    this.notices.push(...recovered.notices.filter((notice) => !this.notices.includes(notice)));
    this.#clock.observe(Number(recovered.db.fact("clock") ?? 0));
    this.#forget(recovered.image);
    // Those that came while the disk was read; the database leaves the others out, which it has.
    for (const entry of this.#own) this.#db.apply(this.#writer, entry);
    const { segments } = recovered.reader;
    this.#grown = segments.reduce((sum, { size }) => sum + size, 0);
    if (this.#grown > DUE || segments.length > MANY_SEGMENTS) this.#checkpointWhenIdle();
  }

  /** Own entries that an image on disk has need not be kept in memory. */
  #forget(inImage: ReadonlyMap<string, number>): void {
    this.#own = this.#own.filter(({ seq }) => seq > (inImage.get(this.#writer) ?? 0));
  }

  #checkpointWhenIdle(): void {
    clearTimeout(this.#idle);
    if (!this.#closed) this.#idle = setTimeout(() => void this.checkpoint(), IDLE).unref();
  }

  async #refresh({ images }: Kept): Promise<void> {
    if (!this.#reader || (!this.#superseded && (await images.replaced()))) return this.#reload();
    const entries = await this.#reader.read();
    if (hasGap(this.#db, entries) || needsReordering(this.#db, entries)) await this.#reload();
    else this.#take(entries);
    if (this.#reader.segments.some(({ problem }) => problem === "newer")) this.#supersede();
  }

  #take(entries: readonly WrittenEntry[]): void {
    if (entries.length === 0) return;
    const graphs = new Set<GraphKey>();
    for (const { writer, entry } of entries) {
      if (entry.seq <= this.#db.applied(writer)) continue;
      for (const graph of changedGraphs(this.#db, entry)) graphs.add(graph);
      this.#db.apply(writer, entry);
      this.#clock.observe(entry.at);
      this.#grown += JSON.stringify(entry).length;
    }
    if (graphs.size > 0) this.#options.emit({ type: "changed-elsewhere", graphs: [...graphs] });
  }

  /** Reads everything again, with what was done here since put in its place among it. */
  async #reload(): Promise<void> {
    const { folder } = this.#kept!;
    let recovered: Recovered;
    try {
      recovered = await recover({ ...this.#options, folder, writer: this.#writer, own: this.#own.slice() });
    } catch (error) {
      if (!(error instanceof NewerVersionError)) throw error;
      return this.#supersede();
    }
    const before = this.#db;
    this.#adopt(recovered);
    before.close();
    if (recovered.damaged.length > 0) this.#checkpointWhenIdle();
    const graphs = this.#db.sql.all("SELECT DISTINCT graph FROM sheets").map(([graph]) => String(graph));
    this.#options.emit({ type: "changed-elsewhere", graphs });
  }

  /** From now on the journal takes everything; the newer version reads it. */
  #supersede(): void {
    if (this.#superseded) return;
    this.#superseded = true;
    const message =
      "Another window uses these sheets with a newer version of Daggr. Reload this window to see its changes; what you do " +
      "here is saved as before.";
    this.#options.emit({ type: "notice", message });
  }

  async #checkpoint({ folder, journal, images }: Kept): Promise<boolean> {
    const { disk, now } = this.#options;
    const lock = await takeLock(disk, folder, { pid: process.pid, host: hostname() }, now());
    if (!lock) {
      this.#checkpointWhenIdle();
      return false;
    }
    try {
      if (!(await this.refresh()) || !this.current) return false;
      if (this.#db.fact("store") === undefined) this.#db.setFact("store", randomUUID());
      const { segments } = this.#reader!;
      const vector = this.#db.vector();
      const inBackup = await images.write(this.#db, segments);
      this.#grown = 0;
      this.#forget(vector);
      await journal.removeUpTo(inBackup.get(this.#writer) ?? 0);
      await images.removeLeftOvers(segments, inBackup);
      return true;
    } finally {
      await lock.release();
    }
  }
}
