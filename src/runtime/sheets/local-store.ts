import { defaults } from "../defaults.ts";
import { join } from "node:path";
import type { Disk } from "../files/disk.ts";
import { MediaFolder } from "../files/media-folder.ts";
import { nodeDisk } from "../files/node-disk.ts";
import type { InputId } from "../graph/description.ts";
import type { Value } from "../values/value.ts";
import { readGraphs, readNote, readResult, readSheets, toSummary } from "./database/read.ts";
import { loadSql } from "./database/sql.ts";
import { loadItems, loadResults, loadSheet } from "./read/load-sheet.ts";
import { Replica } from "./replica/replica.ts";
import { SheetAccess } from "./sheet-access.ts";
import type {
  GraphKey,
  ImportChoice,
  ImportedSheet,
  ItemResult,
  LoadedSheet,
  ResultId,
  ResultRecord,
  SheetChange,
  SheetId,
  SheetStore,
  SheetSummary,
  StoredGraph,
  StoreEvent,
  StoreLimits,
} from "./store.ts";
import { DamageNotices } from "./values/damage-notices.ts";
import { addItems, addResult } from "./write/add-results.ts";
import { changeEntries } from "./write/entry-changes.ts";
import { Housekeeping } from "./write/housekeeping.ts";
import { importSheet } from "./write/import-sheet.ts";
import { createFirstSheet, createSheet, duplicateSheet, exportSheet } from "./write/new-sheets.ts";
import { clearOperations, dropOperations } from "./write/removals.ts";

export interface LocalStoreOptions {
  /** Folder of the database; undefined: nothing is saved. */
  readonly folder?: string;
  /** Folder of the media; undefined: `media` in `folder`. */
  readonly media?: string;
  /** Path of `sql-wasm.wasm`. */
  readonly wasm: string;
  readonly limits?: StoreLimits;
  readonly disk?: Disk;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** The store in the present thread. */
export class LocalStore implements SheetStore {
  readonly #replica: Replica;
  readonly #access: SheetAccess;
  readonly #media: MediaFolder;
  readonly #disk: Disk;
  readonly #housekeeping: Housekeeping;
  readonly #damage: DamageNotices;
  readonly #now: () => number;
  /** Aborts what takes long when the store is closed. */
  readonly #closing = new AbortController();
  readonly #listeners: ((event: StoreEvent) => void)[];
  #limits: StoreLimits;

  private constructor(
    replica: Replica,
    media: MediaFolder,
    listeners: ((event: StoreEvent) => void)[],
    options: LocalStoreOptions,
  ) {
    this.#replica = replica;
    this.#damage = new DamageNotices((event) => this.#emit(event));
    this.#access = new SheetAccess(replica, media, this.#damage);
    this.#media = media;
    this.#listeners = listeners;
    this.#disk = options.disk ?? nodeDisk;
    this.#limits = options.limits ?? defaults;
    this.#now = options.now ?? Date.now;
    this.#housekeeping = new Housekeeping({
      replica,
      changes: this.#access.changes,
      mediaLimit: () => this.#limits.mediaLimit,
      emit: (event) => this.#emit(event),
      disk: this.#disk,
      media: media.folder,
      folder: options.folder,
      now: this.#now,
    });
  }

  static async open(options: LocalStoreOptions): Promise<LocalStore> {
    const { folder, disk = nodeDisk, now = Date.now } = options;
    const media = options.media ?? (folder === undefined ? undefined : join(folder, "media"));
    if (media === undefined) throw new Error("A store without a folder needs one for its media.");
    const listeners: ((event: StoreEvent) => void)[] = [];
    const engine = await loadSql(options.wasm);
    const replica = await Replica.open({
      engine,
      disk,
      folder,
      now,
      emit: (event) => {
        for (const listener of listeners) listener(event);
      },
    });
    return new LocalStore(replica, new MediaFolder(media, disk, now), listeners, options);
  }

  get notices(): readonly string[] {
    return this.#replica.notices;
  }

  onEvent(listener: (event: StoreEvent) => void): void {
    this.#listeners.push(listener);
  }

  async openGraph(graph: GraphKey): Promise<readonly SheetSummary[]> {
    await this.#access.refresh();
    await createFirstSheet(this.#access, graph);
    return readSheets(this.#access.db, graph).map(toSummary);
  }

  createSheet(graph: GraphKey, name: string): Promise<SheetSummary> {
    return createSheet(this.#access, graph, name, this.#now());
  }

  duplicateSheet(sheet: SheetId, name: string, graph?: GraphKey): Promise<SheetSummary> {
    return duplicateSheet(this.#access, sheet, { name, graph, usedAt: this.#now() });
  }

  exportSheet(sheet: SheetId, path: string): Promise<void> {
    return exportSheet(this.#access, sheet, path, {
      media: this.#media,
      disk: this.#disk,
      damage: this.#damage,
    });
  }

  async importSheet(
    graph: GraphKey,
    path: string,
    { signal, complete }: ImportChoice = {},
  ): Promise<ImportedSheet> {
    const sheet = await importSheet(this.#access, graph, path, {
      media: this.#media,
      mediaLimit: this.#limits.mediaLimit,
      usedAt: this.#now(),
      complete: complete === true,
      signal: signal ? AbortSignal.any([signal, this.#closing.signal]) : this.#closing.signal,
    });
    this.#housekeeping.makeRoomSoon();
    return sheet;
  }

  async renameSheet(sheet: SheetId, name: string): Promise<void> {
    await this.#access.changeSheet(sheet, () => [{ type: "name-sheet", sheet, name }]);
  }

  async deleteSheet(sheet: SheetId): Promise<void> {
    await this.#access.changeSheet(sheet, () => [{ type: "hide-sheet", sheet, at: this.#now() }]);
  }

  async restoreSheet(sheet: SheetId): Promise<void> {
    await this.#access.changeSheet(sheet, () => [{ type: "show-sheet", sheet }]);
  }

  async useSheet(sheet: SheetId): Promise<void> {
    await this.#access.changeSheet(sheet, () => [{ type: "use-sheet", sheet, at: this.#now() }]);
  }

  async loadSheet(sheet: SheetId): Promise<LoadedSheet> {
    await this.#access.refresh();
    return loadSheet(this.#access.db, this.#access.sheet(sheet), this.#access.values);
  }

  async clearSheet(sheet: SheetId): Promise<void> {
    await this.#access.changeSheet(sheet, (row) => clearOperations(this.#access.db, row));
  }

  change(sheet: SheetId, changes: readonly SheetChange[]): Promise<void> {
    return changeEntries(this.#access, sheet, changes);
  }

  addResult(sheet: SheetId, result: ResultRecord): Promise<void> {
    return addResult(this.#access, sheet, result, {
      limits: () => this.#limits,
      onDropped: (results) => this.#emit({ type: "dropped", sheet, results }),
      onQueued: () => this.#housekeeping.makeRoomSoon(),
    });
  }

  addItems(sheet: SheetId, node: string, items: readonly ItemResult[]): Promise<void> {
    return addItems(this.#access, sheet, node, items);
  }

  async findItems(sheet: SheetId, node: string, keys: readonly string[]): Promise<readonly ItemResult[]> {
    await this.#access.refresh();
    return loadItems(this.#access.db, this.#access.sheet(sheet), node, keys, this.#access.values);
  }

  async loadResult(sheet: SheetId, result: ResultId): Promise<ResultRecord | undefined> {
    await this.#access.refresh();
    const row = readResult(this.#access.db, this.#access.sheet(sheet), result);
    return row && (await loadResults(this.#access.db, [row], this.#access.values))[0];
  }

  async describeResult(
    sheet: SheetId,
    result: ResultId,
    change: { name?: string; starred?: boolean },
  ): Promise<void> {
    await this.#access.changeSheet(sheet, () => [{ type: "describe", sheet, result, ...change }]);
  }

  async deleteResults(sheet: SheetId, results: readonly ResultId[]): Promise<void> {
    await this.#access.changeSheet(sheet, (row) => dropOperations(this.#access.db, row, results));
  }

  async renameNode(graph: GraphKey, from: string, to: string): Promise<void> {
    await this.#access.refresh();
    await this.#access.changes.enqueue(() => [{ type: "rename-node", graph, from, to }]);
  }

  async renameInput(graph: GraphKey, from: InputId, to: InputId): Promise<void> {
    await this.#access.refresh();
    await this.#access.changes.enqueue(() => [{ type: "rename-input", graph, from, to }]);
  }

  async listGraphs(): Promise<readonly StoredGraph[]> {
    await this.#access.refresh();
    return readGraphs(this.#access.db);
  }

  async getNote(graph: GraphKey, key: string): Promise<Value | undefined> {
    await this.#access.refresh();
    return readNote(this.#access.db, graph, key);
  }

  async setNote(graph: GraphKey, key: string, value: Value | undefined): Promise<void> {
    await this.#access.changes.enqueue(() => [{ type: "note", graph, key, value: value ?? null }]);
  }

  async setLimits(limits: StoreLimits): Promise<void> {
    this.#limits = limits;
    this.#housekeeping.makeRoom();
    return Promise.resolve();
  }

  /**
   * Writes an image now; otherwise that happens when enough has changed.
   * @returns whether an image was written; false where another process writes one, or it failed
   */
  checkpoint(): Promise<boolean> {
    return this.#replica.checkpoint();
  }

  /** Tries now to save what could not be saved; otherwise that happens every few seconds. */
  retry(): Promise<void> {
    return this.#replica.retry();
  }

  /** Removes media that nothing has used for `grace` milliseconds; otherwise that happens every hour. */
  collect(grace?: number): Promise<number> {
    return this.#housekeeping.collect(grace);
  }

  /** Protects media that only this process knows to be in use from being removed by others; otherwise every few minutes. */
  renew(): Promise<void> {
    return this.#housekeeping.renew();
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error("The sheets have been closed."));
    await this.#access.changes.settled();
    await this.#housekeeping.close();
    await this.#replica.close();
  }

  #emit(event: StoreEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
