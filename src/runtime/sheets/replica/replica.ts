import { randomBytes, randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { join } from "node:path";
import type { SqlJsStatic } from "sql.js";
import type { Disk } from "../../files/disk.ts";
import { CheckpointSchedule } from "./checkpoint-schedule.ts";
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

// How sheets stay safe with any number of processes, each of which may die at any moment
//
// Each process (a "writer") keeps the whole database in memory, and appends its changes to journal files that only it writes.
// A change is reported as saved when its entry is synced. So two windows never write to the same file, and a save waits for no
// lock. Before a process answers, it reads and applies what the others appended. Operations lead to the same state in whatever
// order they are applied. Renames are the exception: where one comes out of order, everything since the image is read and
// sorted again.
//
// From time to time one process writes its whole database as an image, the checkpoint, which records how many entries of each
// writer it contains. The image before it becomes the backup. A journal file is removed only when the *backup* contains all of
// it, so either image can be lost. Only its own writer removes it, or any process once that writer is dead. A process that
// finds a new image reads it, since the journals that it covers may be gone.
//
// A lock makes checkpoints happen one at a time. If it ever fails, an image that is too old may be put in place. The journals
// then hold what it lacks; or they have a gap, which is noticed, and the backup is used.

export interface ReplicaOptions {
  readonly engine: SqlJsStatic;
  readonly disk: Disk;
  /** Undefined: nothing is kept on disk. */
  readonly folder: string | undefined;
  readonly now: () => number;
  readonly emit: (event: StoreEvent) => void;
}

/** What a replica needs that is saved on disk. */
interface Persistence {
  readonly folder: string;
  readonly journal: JournalWriter;
  readonly monitor: SaveMonitor;
  readonly images: Images;
}

/** This process's copy of the database, in step with the disk and with the copies of other processes. */
export class Replica {
  readonly notices: string[] = [];
  readonly #writer: string;
  readonly #clock: Clock;
  readonly #options: ReplicaOptions;
  readonly #persistence: Persistence | undefined;
  /** Why nothing is saved although a folder was given. */
  #memoryOnly: StoreError | undefined;
  #db: Database;
  #seq = 0;
  /** Undefined until the disk was read. */
  #reader: JournalReader | undefined;
  /** Entries of this process that the image on disk may not contain. */
  #own: Entry[] = [];
  /** A later version of Daggr writes images now, and one of ours would destroy its work. */
  #superseded = false;
  #refreshing: Promise<boolean> = Promise.resolve(true);
  #waitingRefresh: Promise<boolean> | undefined;
  #checkpointing: Promise<boolean> | undefined;
  readonly #schedule = new CheckpointSchedule(() => void this.checkpoint());
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
      seen: () => this.#reader?.reached ?? {},
      writer,
      pid: process.pid,
      host: hostname(),
    });
    const images = new Images(disk, folder, now);
    this.#persistence = { folder, journal, monitor: new SaveMonitor(journal, folder, emit), images };
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
    if (replica.#persistence?.images.damaged) await replica.checkpoint();
    return replica;
  }

  /** Valid until the next `await`: an image of another process may replace it. */
  get db(): Database {
    return this.#db;
  }

  /** Whether this copy contains all that is on disk, and commits are written there. */
  get current(): boolean {
    return this.#reader !== undefined && !this.#superseded;
  }

  /** Whether everything that was committed is on disk. */
  get saved(): boolean {
    return this.#persistence !== undefined && this.#persistence.journal.unsaved === 0;
  }

  /**
   * Makes a change in memory at once, and settles when it is on disk.
   * @throws {StoreError} of kind "unsaved" where the disk refuses
   */
  commit(operations: readonly Operation[]): Promise<void> {
    if (operations.length === 0) return Promise.resolve();
    if (this.#closed) return Promise.reject(new Error("The sheets have been closed."));
    const entry: Entry = { seq: this.#seq + 1, at: this.#clock.next(), operations };
    this.#db.apply(this.#writer, entry);
    this.#seq = entry.seq;
    if (!this.#persistence) return this.#memoryOnly ? Promise.reject(this.#memoryOnly) : Promise.resolve();
    this.#own.push(entry);
    const record = encodeRecord(entry);
    this.#schedule.entryWritten(record.length);
    return this.#persistence.monitor.follow(this.#persistence.journal.save(entry.seq, record));
  }

  /** Applies all that other processes wrote before the call. Never rejects; gives false where the disk cannot be read. */
  refresh(): Promise<boolean> {
    const persistence = this.#persistence;
    if (!persistence || this.#closed) return Promise.resolve(true);
    // A refresh that is already running may have read the disk before this call, so this call shares the next one.
    this.#waitingRefresh ??= this.#refreshing.then(() => {
      this.#waitingRefresh = undefined;
      this.#refreshing = this.#refresh(persistence).then(
        () => true,
        (error: unknown) => (persistence.monitor.failed(error), false),
      );
      return this.#refreshing;
    });
    return this.#waitingRefresh;
  }

  /** Writes an image and gives whether it did. Never rejects: without an image the journal is only longer. */
  checkpoint(): Promise<boolean> {
    const persistence = this.#persistence;
    if (!persistence || !this.current || this.#closed) return Promise.resolve(false);
    this.#checkpointing ??= this.#checkpoint(persistence)
      .catch((error: unknown) => (persistence.monitor.failed(error), false))
      .finally(() => (this.#checkpointing = undefined));
    return this.#checkpointing;
  }

  /** Tries to save what could not be saved. */
  async retry(): Promise<void> {
    await this.#persistence?.monitor.retry();
  }

  /**
   * Writes everything to disk that can be written.
   * @throws {StoreError} of kind "unsaved" where some changes are lost
   */
  async close(): Promise<void> {
    this.#closed = true;
    this.#schedule.close();
    await this.#waitingRefresh;
    await this.#refreshing;
    await this.#checkpointing;
    this.#persistence?.monitor.close();
    await this.#persistence?.journal.close();
    this.#db.close();
    if (!this.#persistence || this.#persistence.journal.unsaved === 0) return;
    const { folder } = this.#persistence;
    throw new StoreError(
      "unsaved",
      `Some changes to Daggr's sheets could not be saved to '${folder}' and are lost.`,
    );
  }

  #adopt(recovered: Recovered): void {
    this.#db = recovered.db;
    this.#reader = recovered.reader;
    this.#persistence?.images.adopt(recovered);
    this.notices.push(...recovered.notices.filter((notice) => !this.notices.includes(notice)));
    this.#clock.observe(Number(recovered.db.fact("clock") ?? 0));
    this.#forget(recovered.image);
    // Adds entries that were made while the disk was read. The database ignores those that it already contains.
    for (const entry of this.#own) this.#db.apply(this.#writer, entry);
    this.#schedule.journalsReread(recovered.reader.segments);
  }

  /** Forgets entries of this process that an image on disk contains. */
  #forget(inImage: ReadonlyMap<string, number>): void {
    this.#own = this.#own.filter(({ seq }) => seq > (inImage.get(this.#writer) ?? 0));
  }

  async #refresh({ images }: Persistence): Promise<void> {
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
      this.#schedule.entryRead(JSON.stringify(entry).length);
    }
    if (graphs.size > 0) this.#options.emit({ type: "changed-elsewhere", graphs: [...graphs] });
  }

  /** Reads everything again, and sorts what was done here since then into it. */
  async #reload(): Promise<void> {
    const { folder } = this.#persistence!;
    let recovered: Recovered;
    try {
      recovered = await recover({ ...this.#options, folder, writer: this.#writer, own: this.#own.slice() });
    } catch (error) {
      if (!(error instanceof NewerVersionError)) throw error;
      return this.#supersede();
    }
    const before = this.#db;
    const known = this.notices.length;
    this.#adopt(recovered);
    before.close();
    for (const message of this.notices.slice(known)) this.#options.emit({ type: "notice", message });
    if (recovered.damaged.length > 0) this.#schedule.checkpointWhenIdle();
    const graphs = this.#db.sql.all("SELECT DISTINCT graph FROM sheets").map(([graph]) => String(graph));
    this.#options.emit({ type: "changed-elsewhere", graphs });
  }

  /** From now on this process writes only to its journal, which the newer version reads. */
  #supersede(): void {
    if (this.#superseded) return;
    this.#superseded = true;
    const message =
      "Another window uses these sheets with a newer version of Daggr. Reload this window to see its changes; what you do " +
      "here is saved as before.";
    this.#options.emit({ type: "notice", message });
  }

  async #checkpoint({ folder, journal, images }: Persistence): Promise<boolean> {
    const { disk, now } = this.#options;
    const lock = await takeLock(disk, folder, { pid: process.pid, host: hostname() }, now());
    if (!lock) {
      this.#schedule.checkpointWhenIdle();
      return false;
    }
    try {
      if (!(await this.refresh()) || !this.current) return false;
      if (this.#db.fact("store") === undefined) this.#db.setFact("store", randomUUID());
      const { segments } = this.#reader!;
      const vector = this.#db.vector();
      const inBackup = await images.write(this.#db, segments);
      this.#schedule.imageWritten();
      this.#forget(vector);
      await journal.removeUpTo(inBackup.get(this.#writer) ?? 0);
      await images.removeLeftOvers(segments, inBackup);
      return true;
    } finally {
      await lock.release();
    }
  }
}
