import { createHash, randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Disk } from "../files/disk.ts";
import { MediaFolder } from "../files/media-folder.ts";
import { nodeDisk } from "../files/node-disk.ts";
import type { Value } from "../graph/value.ts";
import { readArchive } from "./archive/import.ts";
import { writeArchive } from "./archive/export.ts";
import { operationsOf, takeContent } from "./content.ts";
import { loadSql } from "./database/sql.ts";
import {
  readEntries,
  readHiddenSheets,
  readItems,
  readNote,
  readRenames,
  readResult,
  readResultByKey,
  readResults,
  readResultsOf,
  readSheet,
  readSheets,
  toResultSummary,
  toSummary,
  type ResultRow,
  type SheetRow,
} from "./database/read.ts";
import { isField } from "./database/entry-keys.ts";
import { refused } from "./errors.ts";
import { DEFAULT_LIMITS, pushedOut } from "./limits.ts";
import type { Operation, Stored } from "./operations.ts";
import { bodyOf, recordOf } from "./records.ts";
import { Replica } from "./replica.ts";
import { emptyState, stateOf } from "./state.ts";
import type {
  GraphKey,
  ItemResult,
  LoadedSheet,
  ResultId,
  ResultRecord,
  ResultSummary,
  SheetChange,
  SheetId,
  SheetStore,
  SheetSummary,
  StoreEvent,
  StoreLimits,
} from "./store.ts";
import { StoredValues } from "./values.ts";

/** For how long after it was deleted a sheet can be brought back, at least. */
const UNDO = 60 * 60 * 1000;

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
  readonly #now: () => number;
  readonly #listeners: ((event: StoreEvent) => void)[];
  #limits: StoreLimits;
  #turn: Promise<unknown> = Promise.resolve();

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
    const store = new LocalStore(replica, new MediaFolder(media, disk), listeners, options);
    store.#dropOldDeleted();
    return store;
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
      await this.#change(() => [{ type: "sheet", sheet, graph, name: "Sheet 1" }]);
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

  async duplicateSheet(sheet: SheetId, name: string): Promise<SheetSummary> {
    await this.#replica.refresh();
    const usedAt = this.#now();
    const copy = randomUUID();
    await this.#change(async () => {
      const row = this.#sheet(sheet);
      const content = await takeContent(this.#replica.db, row, this.#values);
      return operationsOf(content, { sheet: copy, graph: row.graph, name, usedAt });
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

  async importSheet(graph: GraphKey, path: string): Promise<SheetSummary> {
    const usedAt = this.#now();
    const sheet = randomUUID();
    const { name, content } = await readArchive(path, {
      values: this.#values,
      media: this.#media,
      limit: this.#limits.mediaLimit,
    });
    await this.#change(() => operationsOf(content, { sheet, graph, name, usedAt }));
    return { id: sheet, name, usedAt };
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

  async loadSheet(sheet: SheetId): Promise<LoadedSheet> {
    await this.#replica.refresh();
    const row = { ...this.#sheet(sheet), used: this.#now() };
    // Only the order of sheets hangs on it, so nobody waits for the disk.
    this.#change(() => [{ type: "use-sheet", sheet, at: row.used }]).catch(() => {});
    const entries = readEntries(this.#replica.db, row);
    const results = readResults(this.#replica.db, row);
    const byNode = new Map<string, ResultRow[]>();
    for (const result of results) {
      const of = byNode.get(result.node);
      if (of) of.push(result);
      else byNode.set(result.node, [result]);
    }
    const selected = new Map(
      entries.flatMap(({ field, key, value }) =>
        field === "selected" && "json" in value ? [[key, value.json]] : [],
      ),
    );
    const shown = [...byNode].map(([node, of]) => of.find(({ id }) => id === selected.get(node)) ?? of[0]!);
    const records = this.#prepare(row, shown);
    const state = await stateOf(entries, this.#values);
    return {
      summary: toSummary(row),
      state,
      results: await records(),
      summaries: Object.fromEntries([...byNode].map(([node, of]) => [node, of.map(toResultSummary)])),
    };
  }

  async clearSheet(sheet: SheetId): Promise<void> {
    await this.#changeSheet(sheet, (row) => {
      const db = this.#replica.db;
      const pinned = new Set(
        readEntries(db, row).flatMap(({ field, value }) =>
          field === "pinned" && "json" in value ? [value.json] : [],
        ),
      );
      const results = readResults(db, row).filter(({ id, starred }) => !starred && !pinned.has(id));
      const gone = new Set(results.map(({ id }) => id));
      const entries = readEntries(db, row).filter(
        ({ field, value }) =>
          ["inputs", "picks", "kept", "partial", "marked", "bypassed"].includes(field) ||
          (field === "selected" && "json" in value && gone.has(String(value.json))),
      );
      return [
        ...entries.map(({ field, key }): Operation => ({
          type: "entry",
          sheet,
          field: field as keyof typeof emptyState,
          key,
          value: null,
        })),
        { type: "drop-results", sheet, results: [...gone] },
        { type: "drop-items", sheet },
      ];
    });
  }

  async change(sheet: SheetId, changes: readonly SheetChange[]): Promise<void> {
    await this.#change(async () => {
      const operations = await Promise.all(
        changes.map(async (change): Promise<Operation> => {
          if (!isField(change.field)) throw refused(`A sheet has no '${String(change.field)}'.`);
          const value =
            change.value === undefined ? null : await this.#values.keep(change.value as unknown as Value);
          return {
            type: "entry",
            sheet,
            field: change.field,
            key: change.field === "view" ? "" : change.key,
            value,
          };
        }),
      );
      this.#sheet(sheet);
      return operations;
    });
  }

  async addResult(sheet: SheetId, result: ResultRecord): Promise<void> {
    await this.#change(async () => {
      const body = await this.#values.keep(bodyOf(result));
      const row = this.#sheet(sheet);
      const surplus = pushedOut(this.#replica.db, row, result.node, this.#limits);
      return [
        {
          type: "result",
          sheet,
          result: result.id,
          node: result.node,
          key: result.key,
          startedAt: result.startedAt,
          duration: result.duration,
          edited: result.editedFrom !== undefined,
          body,
          ...(result.items && {
            items: result.items.map(({ key, status }) => [key, status === "done"] as const),
          }),
        },
        ...(surplus.length > 0 ? [{ type: "drop-results", sheet, results: surplus } as const] : []),
      ];
    });
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
    const rows = readItems(this.#replica.db, this.#sheet(sheet), node, keys);
    const bodies = new Map(rows.map(({ body }) => [body, this.#replica.db.bodies.get(body)]));
    const values = new Map<number, Value>();
    for (const [body, stored] of bodies) values.set(body, await this.#values.load(stored));
    return rows.flatMap(({ key, body, inResult }) => {
      const value = values.get(body);
      if (!inResult) return [value as unknown as ItemResult];
      const items = (value as unknown as ResultRecord).items ?? [];
      return items.filter((item) => item.key === key).slice(0, 1);
    });
  }

  async loadResult(sheet: SheetId, result: ResultId): Promise<ResultRecord | undefined> {
    await this.#replica.refresh();
    const row = this.#sheet(sheet);
    return this.#load(row, readResult(this.#replica.db, row, result));
  }

  async findResult(sheet: SheetId, node: string, key: string): Promise<ResultRecord | undefined> {
    await this.#replica.refresh();
    const row = this.#sheet(sheet);
    return this.#load(row, readResultByKey(this.#replica.db, row, node, key));
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
    await this.#changeSheet(sheet, () => [{ type: "drop-results", sheet, results }]);
  }

  async renameNode(graph: GraphKey, from: string, to: string): Promise<void> {
    await this.#replica.refresh();
    await this.#change(() => [{ type: "rename-node", graph, from, to }]);
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
    return Promise.resolve();
  }

  async close(): Promise<void> {
    await this.#turn;
    await this.#replica.close();
  }

  /**
   * Makes one change after the other in memory, in the order of the calls even if one writes a big value to a file first;
   * for the disk they wait together.
   */
  async #change(prepare: () => readonly Operation[] | Promise<readonly Operation[]>): Promise<void> {
    const made = this.#turn.then(prepare).then((operations) => ({ saved: this.#replica.commit(operations) }));
    this.#turn = made.catch(() => {});
    await (
      await made
    ).saved;
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

  /** Takes the values of results out of the database now, to be loaded when they are awaited. */
  #prepare(sheet: SheetRow, rows: readonly ResultRow[]): () => Promise<ResultRecord[]> {
    const db = this.#replica.db;
    const taken = rows.map((row): [ResultRow, Stored, { from: string; to: string }[]] => [
      row,
      db.bodies.get(row.body),
      readRenames(db, sheet.graph, row.addedAt),
    ]);
    return () =>
      Promise.all(
        taken.map(async ([row, stored, renames]) => recordOf(row, await this.#values.load(stored), renames)),
      );
  }

  async #load(sheet: SheetRow, row: ResultRow | undefined): Promise<ResultRecord | undefined> {
    return row && (await this.#prepare(sheet, [row])())[0];
  }

  /** Sheets that were deleted in an earlier session go for good. */
  #dropOldDeleted(): void {
    const old = readHiddenSheets(this.#replica.db).filter(({ hidden }) => this.#now() - hidden! > UNDO);
    this.#change(() => old.map(({ uid }) => ({ type: "drop-sheet", sheet: uid }))).catch(() => {});
  }
}
