import type { Value } from "../../values/value.ts";
import type { StoredValue } from "../journal/operations.ts";
import type {
  GraphKey,
  ResultId,
  ResultSummary,
  SheetId,
  SheetState,
  SheetSummary,
  StoredGraph,
} from "../store.ts";
import { packKey, unpackKey } from "./bodies.ts";
import type { Database } from "./database.ts";
import { isField } from "./entry-keys.ts";
import { readRenames, type Rename } from "./renames.ts";
import type { Row } from "./sql.ts";

/** A sheet's row. */
export interface SheetRow {
  readonly id: number;
  readonly uid: SheetId;
  readonly graph: GraphKey;
  readonly name: string;
  readonly used: number;
  /** Milliseconds since 1970, when it was deleted; it can still be brought back. */
  readonly hidden?: number;
}

const SHEET = "SELECT id, uid, graph, name, used, hidden FROM sheets";

function toSheet([id, uid, graph, name, used, hidden]: Row): SheetRow {
  return {
    id: Number(id),
    uid: String(uid),
    graph: String(graph),
    name: String(name),
    used: Number(used),
    ...(hidden !== null && { hidden: Number(hidden) }),
  };
}

export function toSummary({ uid, name, used }: SheetRow): SheetSummary {
  return { id: uid, name, usedAt: used };
}

export function readSheet(db: Database, sheet: SheetId): SheetRow | undefined {
  const row = db.sql.get(`${SHEET} WHERE uid = ?`, sheet);
  return row && toSheet(row);
}

/** Last used first; deleted ones left out. */
export function readSheets(db: Database, graph: GraphKey): SheetRow[] {
  return db.sql.all(`${SHEET} WHERE graph = ? AND hidden IS NULL ORDER BY used DESC, id`, graph).map(toSheet);
}

export function readHiddenSheets(db: Database): SheetRow[] {
  return db.sql.all(`${SHEET} WHERE hidden IS NOT NULL`).map(toSheet);
}

/** Graphs with sheets that somebody has done something on: the mere look at one leaves positions and a view. */
export function readGraphs(db: Database): StoredGraph[] {
  const rows = db.sql.all(
    `SELECT s.graph, s.uid, s.name, s.used, (SELECT count(*) FROM results r WHERE r.sheet = s.id) AS made FROM sheets s
       WHERE s.hidden IS NULL AND (made > 0 OR EXISTS (SELECT 1 FROM entries e WHERE e.sheet = s.id
         AND e.field IN ('inputs', 'picks') AND (e.value IS NOT NULL OR e.body IS NOT NULL)))
       ORDER BY s.used DESC, s.id`,
  );
  const graphs = new Map<GraphKey, StoredGraph["sheets"][number][]>();
  for (const [graph, id, name, used, made] of rows) {
    const sheets = graphs.get(String(graph)) ?? [];
    graphs.set(String(graph), sheets);
    sheets.push({ id: String(id), name: String(name), usedAt: Number(used), results: Number(made) });
  }
  return [...graphs].map(([graph, sheets]) => ({ graph, sheets }));
}

export interface EntryRow {
  readonly field: keyof SheetState;
  readonly key: string;
  readonly value: StoredValue;
}

/** Every entry of a sheet that is there. */
export function readEntries(db: Database, sheet: SheetRow): EntryRow[] {
  const rows = db.sql.all(
    "SELECT field, key, value, body FROM entries WHERE sheet = ? AND (value IS NOT NULL OR body IS NOT NULL)",
    sheet.id,
  );
  return rows.flatMap(([field, key, value, body]) => {
    // A later version may have left what this one does not know.
    if (!isField(String(field))) return [];
    const stored = body === null ? { json: JSON.parse(String(value)) as Value } : db.bodies.get(Number(body));
    return [{ field: String(field) as keyof SheetState, key: String(key), value: stored }];
  });
}

export interface ResultRow extends ResultSummary {
  readonly rowid: number;
  readonly node: string;
  readonly body: number;
  /** What it names was renamed since, oldest first. */
  readonly renames: readonly Rename[];
}

const RESULT = `SELECT r.id, n.name, r.uid, r.key, r.started, r.duration, r.name, r.starred, r.edited, r.body, r.added_at
  FROM results r JOIN nodes n ON n.id = r.node`;

/** Gives the rows of a sheet their results. */
function toResults(db: Database, sheet: SheetRow, rows: readonly Row[]): ResultRow[] {
  const renames = readRenames(db.sql, sheet.graph);
  return rows.map(([rowid, node, uid, key, started, duration, name, starred, edited, body, addedAt]) => ({
    rowid: Number(rowid),
    node: String(node),
    id: String(uid),
    key: unpackKey(key as Uint8Array),
    startedAt: Number(started),
    duration: Number(duration),
    name: name === null ? undefined : String(name),
    starred: starred === 1,
    edited: edited === 1,
    body: Number(body),
    renames: renames.length === 0 ? renames : renames.filter(({ at }) => at > Number(addedAt)),
  }));
}

export function toResultSummary({
  id,
  key,
  startedAt,
  duration,
  name,
  starred,
  edited,
}: ResultRow): ResultSummary {
  return name === undefined
    ? { id, key, startedAt, duration, starred, edited }
    : { id, key, startedAt, duration, name, starred, edited };
}

/** All results of a sheet, newest first. */
export function readResults(db: Database, sheet: SheetRow): ResultRow[] {
  // Sorted here: they come nearly in order, and SQLite would copy every row to sort them.
  const rows = db.sql.all(`${RESULT} WHERE n.sheet = ?`, sheet.id);
  return toResults(db, sheet, rows).sort((a, b) => b.startedAt - a.startedAt || b.rowid - a.rowid);
}

/** Newest first. */
export function readResultsOf(db: Database, sheet: SheetRow, node: string): ResultRow[] {
  const where = "WHERE n.sheet = ? AND n.name = ? ORDER BY r.started DESC, r.id DESC";
  return toResults(db, sheet, db.sql.all(`${RESULT} ${where}`, sheet.id, node));
}

export function countResultsOf(db: Database, sheet: SheetRow, node: string): number {
  const from = "FROM results r JOIN nodes n ON n.id = r.node";
  return Number(
    db.sql.get(`SELECT count(*) ${from} WHERE n.sheet = ? AND n.name = ?`, sheet.id, node)?.[0] ?? 0,
  );
}

export function readResult(db: Database, sheet: SheetRow, result: ResultId): ResultRow | undefined {
  return toResults(db, sheet, db.sql.all(`${RESULT} WHERE r.sheet = ? AND r.uid = ?`, sheet.id, result))[0];
}

export interface ItemRow {
  readonly key: string;
  readonly done: boolean;
  /** Body of the result that has it; of an item of an unfinished run its own body. */
  readonly body: number;
  readonly inResult: boolean;
}

/** The newest finished item of a node under each key, those that were done before those that failed. */
export function readItems(db: Database, sheet: SheetRow, node: string, keys: readonly string[]): ItemRow[] {
  // Most scattered nodes run for the first time, with many keys: then none is looked for.
  const known = db.sql.get(
    "SELECT id FROM nodes WHERE sheet = ? AND name = ? AND EXISTS (SELECT 1 FROM items WHERE node = id)",
    sheet.id,
    node,
  );
  if (!known) return [];
  return keys.flatMap((key) => {
    const row = db.sql.get(
      `SELECT i.done, i.body, r.body FROM items i LEFT JOIN results r ON r.id = i.result
         WHERE i.node = ? AND i.key = ? ORDER BY i.done DESC, i.added_at DESC LIMIT 1`,
      known[0]!,
      packKey(key),
    );
    if (!row) return [];
    return [{ key, done: row[0] === 1, body: Number(row[1] ?? row[2]), inResult: row[1] === null }];
  });
}

/** Keys of a result's items, with whether each was done. */
export function readItemKeys(db: Database, result: ResultRow): [key: string, done: boolean][] {
  return db.sql
    .all("SELECT key, done FROM items WHERE result = ?", result.rowid)
    .map(([key, done]) => [unpackKey(key as Uint8Array), done === 1]);
}

/** Items of runs that have not ended, by node. */
export function readUnfinished(
  db: Database,
  sheet: SheetRow,
): { node: string; key: string; done: boolean; body: number }[] {
  return db.sql
    .all(
      `SELECT n.name, i.key, i.done, i.body FROM items i JOIN nodes n ON n.id = i.node
         WHERE n.sheet = ? AND i.result = 0 ORDER BY i.added_at`,
      sheet.id,
    )
    .map(([node, key, done, body]) => ({
      node: String(node),
      key: unpackKey(key as Uint8Array),
      done: done === 1,
      body: Number(body),
    }));
}

export function readNote(db: Database, graph: GraphKey, key: string): Value | undefined {
  const text = db.sql.get("SELECT value FROM notes WHERE graph = ? AND key = ?", graph, key)?.[0];
  return typeof text === "string" ? (JSON.parse(text) as Value) : undefined;
}
