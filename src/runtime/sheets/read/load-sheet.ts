import type { Value } from "../../values/value.ts";
import type { Database } from "../database/database.ts";
import { FIELDS } from "../database/entry-keys.ts";
import {
  readEntries,
  readItems,
  readResults,
  toResultSummary,
  toSummary,
  type EntryRow,
  type ResultRow,
  type SheetRow,
} from "../database/read.ts";
import { untouchedSheet } from "../untouched.ts";
import { toRecord } from "../values/stored-results.ts";
import type { ItemResult, LoadedSheet, ResultRecord, SheetState } from "../store.ts";
import type { ValueStorage } from "../values/value-storage.ts";

/** All of a sheet but the values of results that are not shown. Takes it from the database before the first `await`. */
export async function loadSheet(db: Database, sheet: SheetRow, values: ValueStorage): Promise<LoadedSheet> {
  const entries = readEntries(db, sheet);
  const byNode = new Map<string, ResultRow[]>();
  for (const result of readResults(db, sheet)) {
    const others = byNode.get(result.node);
    if (others) others.push(result);
    else byNode.set(result.node, [result]);
  }
  const selected = new Map(
    entries.flatMap(({ field, key, value }) =>
      field === "selected" && "json" in value ? [[key, value.json]] : [],
    ),
  );
  const shown = [...byNode].map(
    ([node, rows]) => rows.find(({ id }) => id === selected.get(node)) ?? rows[0]!,
  );
  const records = loadResults(db, shown, values);
  return {
    summary: toSummary(sheet),
    state: await loadState(entries, values),
    results: await records,
    summaries: Object.fromEntries([...byNode].map(([node, rows]) => [node, rows.map(toResultSummary)])),
  };
}

/** Results with their values; those whose values are missing or damaged are left out, and the person is told. */
export async function loadResults(
  db: Database,
  rows: readonly ResultRow[],
  values: ValueStorage,
): Promise<ResultRecord[]> {
  const taken = rows.map((row) => ({ row, stored: db.bodies.get(row.body) }));
  const records: ResultRecord[] = [];
  for (const { row, stored } of taken) {
    const { node, startedAt } = row;
    const body = await values.load(stored, { kind: "result", node, startedAt });
    if (body !== undefined) records.push(toRecord(row, body, row.renames));
  }
  return records;
}

/** Finished items of a node by key, from all its results and unfinished runs. */
export async function loadItems(
  db: Database,
  sheet: SheetRow,
  node: string,
  keys: readonly string[],
  values: ValueStorage,
): Promise<ItemResult[]> {
  const rows = readItems(db, sheet, node, keys);
  const bodies = new Map(rows.map(({ body }) => [body, db.bodies.get(body)]));
  const loaded = new Map<number, Value | undefined>();
  for (const [body, stored] of bodies) loaded.set(body, await values.load(stored, { kind: "item", node }));
  return rows.flatMap(({ key, body, inResult }) => {
    const value = loaded.get(body);
    if (value === undefined) return [];
    // The store wrote both: an item by itself, or the body of a result.
    if (!inResult) return [value as unknown as ItemResult];
    const items = (value as unknown as ResultRecord).items ?? [];
    return items.filter((item) => item.key === key).slice(0, 1);
  });
}

async function loadState(entries: readonly EntryRow[], values: ValueStorage): Promise<SheetState> {
  const fields = new Map<keyof SheetState, [string, Value][]>();
  let view: SheetState["view"];
  for (const { field, key, value: stored } of entries) {
    const value = await values.load(stored, { kind: "entry", field, key });
    if (value === undefined) continue;
    // The types of changes, or the check of an import, made sure of it.
    if (FIELDS[field] === "one") view = value as unknown as SheetState["view"];
    else {
      const pairs = fields.get(field);
      if (pairs) pairs.push([key, value]);
      else fields.set(field, [[key, value]]);
    }
  }
  const state = Object.fromEntries([...fields].map(([field, pairs]) => [field, Object.fromEntries(pairs)]));
  return { ...untouchedSheet, ...state, ...(view && { view }) };
}
