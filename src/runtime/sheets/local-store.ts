import { createHash, randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Disk } from "../files/disk.ts";
import { MediaFolder } from "../files/media-folder.ts";
import { nodeDisk } from "../files/node-disk.ts";
import type { InputId } from "../graph/description.ts";
import type { Value } from "../values/value.ts";
import { readArchive } from "./archive/import.ts";
import { writeArchive } from "./archive/export.ts";
import { Changes } from "./changes.ts";
import { clearing, dropping } from "./clearing.ts";
import { operationsOf, takeContent } from "./content.ts";
import { loadSql } from "./database/sql.ts";
import {
  readGraphs,
  readNote,
  readResult,
  readResultByKey,
  readResultsOf,
  readSheet,
  readSheets,
  toResultSummary,
  toSummary,
  type ResultRow,
  type SheetRow,
} from "./database/read.ts";
import { isField } from "./database/entry-keys.ts";
import { refused, unlessUnsaved } from "./errors.ts";
import { Housekeeping } from "./housekeeping.ts";
import { DEFAULT_LIMITS, pushedOut } from "./limits.ts";
import { loadItems, loadResults, loadSheet } from "./loading.ts";
import type { Operation } from "./operations.ts";
import { keepResult, resultOperations } from "./records.ts";
import { Replica } from "./replica.ts";
import type {
  GraphKey,
  ImportedSheet,
  ItemResult,
  LoadedSheet,
  ResultId,
  ResultRecord,
  ResultSummary,
  SheetChange,
  SheetId,
  SheetStore,
  SheetSummary,
  StoredGraph,
  StoreEvent,
  StoreLimits,
} from "./store.ts";
import { StoredValues } from "./values.ts";

export interface LocalStoreOptions {
  /** Folder of the database; undefined: nothing is kept. */
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
  readonly #media: MediaFolder;
  readonly #values: StoredValues;
  readonly #disk: Disk;
  readonly #changes: Changes;
  readonly #housekeeping: Housekeeping;
  readonly #now: () => number;
  readonly #listeners: ((event: StoreEvent) => void)[];
  #limits: StoreLimits;

  private constructor(
    replica: Replica,
    media: MediaFolder,
    listeners: ((event: StoreEvent) => void)[],
    options: LocalStoreOptions,
  ) {
    this.#replica = replica;
    this.#media = media;
    this.#values = new StoredValues(media);
    this.#listeners = listeners;
    this.#disk = options.disk ?? nodeDisk;
    this.#limits = options.limits ?? DEFAULT_LIMITS;
    this.#now = options.now ?? Date.now;
    this.#changes = new Changes(replica);
    this.#housekeeping = new Housekeeping({
      replica,
      changes: this.#changes,
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
    await this.#replica.refresh();
    if (readSheets(this.#replica.db, graph).length === 0) {
      // Two windows that open a graph for the first time make the same sheet, unless it was deleted before.
      const first = `first-${createHash("sha256").update(graph).digest("hex").slice(0, 24)}`;
      const sheet = readSheet(this.#replica.db, first) ? randomUUID() : first;
      await this.#change(() => [{ type: "sheet", sheet, graph, name: "Sheet 1" }]).catch(unlessUnsaved);
    }
    return readSheets(this.#replica.db, graph).map(toSummary);
  }

  async createSheet(graph: GraphKey, name: string): Promise<SheetSummary> {
    const sheet = randomUUID();
    const usedAt = this.#now();
    await this.#change(() => [
      { type: "sheet", sheet, graph, name },
      { type: "use-sheet", sheet, at: usedAt },
    ]);
    return { id: sheet, name, usedAt };
  }

  async duplicateSheet(sheet: SheetId, name: string, graph?: GraphKey): Promise<SheetSummary> {
    await this.#replica.refresh();
    const usedAt = this.#now();
    const copy = randomUUID();
    await this.#change(async () => {
      const row = this.#sheet(sheet);
      const content = await takeContent(this.#replica.db, row, this.#values);
      return operationsOf(content, { sheet: copy, graph: graph ?? row.graph, name, usedAt });
    });
    return { id: copy, name, usedAt };
  }

  async exportSheet(sheet: SheetId, path: string): Promise<void> {
    await this.#replica.refresh();
    const row = this.#sheet(sheet);
    const content = await takeContent(this.#replica.db, row, this.#values);
    await writeArchive(path, {
      name: row.name,
      content,
      values: this.#values,
      media: this.#media,
      disk: this.#disk,
    });
  }

  async importSheet(graph: GraphKey, path: string): Promise<ImportedSheet> {
    const usedAt = this.#now();
    const sheet = randomUUID();
    const { name, content, leftOut } = await readArchive(path, {
      values: this.#values,
      media: this.#media,
      limit: this.#limits.mediaLimit,
    });
    await this.#change(() => operationsOf(content, { sheet, graph, name, usedAt }));
    this.#housekeeping.makeRoomSoon();
    return { id: sheet, name, usedAt, leftOut };
  }

  async renameSheet(sheet: SheetId, name: string): Promise<void> {
    await this.#changeSheet(sheet, () => [{ type: "name-sheet", sheet, name }]);
  }

  async deleteSheet(sheet: SheetId): Promise<void> {
    await this.#changeSheet(sheet, () => [{ type: "hide-sheet", sheet, at: this.#now() }]);
  }

  async restoreSheet(sheet: SheetId): Promise<void> {
    await this.#changeSheet(sheet, () => [{ type: "show-sheet", sheet }]);
  }

  async useSheet(sheet: SheetId): Promise<void> {
    await this.#changeSheet(sheet, () => [{ type: "use-sheet", sheet, at: this.#now() }]);
  }

  async loadSheet(sheet: SheetId): Promise<LoadedSheet> {
    await this.#replica.refresh();
    return loadSheet(this.#replica.db, this.#sheet(sheet), this.#values);
  }

  async clearSheet(sheet: SheetId): Promise<void> {
    await this.#changeSheet(sheet, (row) => clearing(this.#replica.db, row));
  }

  async change(sheet: SheetId, changes: readonly SheetChange[]): Promise<void> {
    await this.#change(async () => {
      this.#sheet(sheet);
      const operations: Operation[] = [];
      for (const change of changes) {
        if (!isField(change.field)) throw refused(`A sheet has no '${String(change.field)}'.`);
        const value =
          change.value === undefined ? null : await this.#values.keep(change.value as unknown as Value);
        const key = change.field === "view" ? "" : change.key;
        operations.push({ type: "entry", sheet, field: change.field, key, value });
      }
      return operations;
    });
  }

  async addResult(sheet: SheetId, result: ResultRecord): Promise<void> {
    let surplus: readonly ResultId[] = [];
    const added = this.#change(async () => {
      const stored = await keepResult(result, { starred: false }, this.#values);
      surplus = pushedOut(this.#replica.db, this.#sheet(sheet), result.node, this.#limits);
      const drop: Operation[] = surplus.length > 0 ? [{ type: "drop-results", sheet, results: surplus }] : [];
      return [...resultOperations(sheet, stored), ...drop];
    });
    this.#housekeeping.makeRoomSoon();
    try {
      await added;
    } finally {
      if (surplus.length > 0) this.#emit({ type: "dropped", sheet, results: surplus });
    }
  }

  async addItems(sheet: SheetId, node: string, items: readonly ItemResult[]): Promise<void> {
    await this.#change(async () => {
      const kept = await Promise.all(
        items.map(async (item) => ({
          key: item.key,
          done: item.status === "done",
          value: await this.#values.keep(item as unknown as Value),
        })),
      );
      this.#sheet(sheet);
      return [{ type: "items", sheet, node, items: kept }];
    });
  }

  async findItems(sheet: SheetId, node: string, keys: readonly string[]): Promise<readonly ItemResult[]> {
    await this.#replica.refresh();
    return loadItems(this.#replica.db, this.#sheet(sheet), node, keys, this.#values);
  }

  async loadResult(sheet: SheetId, result: ResultId): Promise<ResultRecord | undefined> {
    await this.#replica.refresh();
    const row = this.#sheet(sheet);
    return this.#load(readResult(this.#replica.db, row, result));
  }

  async findResult(sheet: SheetId, node: string, key: string): Promise<ResultRecord | undefined> {
    await this.#replica.refresh();
    const row = this.#sheet(sheet);
    return this.#load(readResultByKey(this.#replica.db, row, node, key));
  }

  async listResults(sheet: SheetId, node: string): Promise<readonly ResultSummary[]> {
    await this.#replica.refresh();
    return readResultsOf(this.#replica.db, this.#sheet(sheet), node).map(toResultSummary);
  }

  async describeResult(
    sheet: SheetId,
    result: ResultId,
    change: { name?: string; starred?: boolean },
  ): Promise<void> {
    await this.#changeSheet(sheet, () => [{ type: "describe", sheet, result, ...change }]);
  }

  async deleteResults(sheet: SheetId, results: readonly ResultId[]): Promise<void> {
    await this.#changeSheet(sheet, (row) => dropping(this.#replica.db, row, results));
  }

  async renameNode(graph: GraphKey, from: string, to: string): Promise<void> {
    await this.#replica.refresh();
    await this.#change(() => [{ type: "rename-node", graph, from, to }]);
  }

  async renameInput(graph: GraphKey, from: InputId, to: InputId): Promise<void> {
    await this.#replica.refresh();
    await this.#change(() => [{ type: "rename-input", graph, from, to }]);
  }

  async listGraphs(): Promise<readonly StoredGraph[]> {
    await this.#replica.refresh();
    return readGraphs(this.#replica.db);
  }

  async getNote(graph: GraphKey, key: string): Promise<Value | undefined> {
    await this.#replica.refresh();
    return readNote(this.#replica.db, graph, key);
  }

  async setNote(graph: GraphKey, key: string, value: Value | undefined): Promise<void> {
    await this.#change(() => [{ type: "note", graph, key, value: value ?? null }]);
  }

  async setLimits(limits: StoreLimits): Promise<void> {
    this.#limits = limits;
    this.#housekeeping.makeRoom();
    return Promise.resolve();
  }

  /** Writes an image now, which otherwise happens by itself when it is worth it. False: another process does, or it failed. */
  checkpoint(): Promise<boolean> {
    return this.#replica.checkpoint();
  }

  /** Tries now to save what could not be saved, which otherwise happens every few seconds. */
  retry(): Promise<void> {
    return this.#replica.retry();
  }

  /** Removes media that nothing has used for so many milliseconds; otherwise this happens every hour. */
  collect(grace?: number): Promise<number> {
    return this.#housekeeping.collect(grace);
  }

  /** Keeps media that only this process knows to be used from other processes' collections; otherwise every few minutes. */
  renew(): Promise<void> {
    return this.#housekeeping.renew();
  }

  async close(): Promise<void> {
    await this.#changes.settled();
    await this.#housekeeping.close();
    await this.#replica.close();
  }

  #change(prepare: () => readonly Operation[] | Promise<readonly Operation[]>): Promise<void> {
    return this.#changes.make(prepare);
  }

  #emit(event: StoreEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #sheet(sheet: SheetId): SheetRow {
    const row = readSheet(this.#replica.db, sheet);
    if (!row) throw refused("The sheet no longer exists; it was deleted for good. Choose another sheet.");
    return row;
  }

  async #changeSheet(sheet: SheetId, operations: (row: SheetRow) => readonly Operation[]): Promise<void> {
    await this.#replica.refresh();
    await this.#change(() => operations(this.#sheet(sheet)));
  }

  async #load(row: ResultRow | undefined): Promise<ResultRecord | undefined> {
    return row && (await loadResults(this.#replica.db, [row], this.#values))[0];
  }
}
