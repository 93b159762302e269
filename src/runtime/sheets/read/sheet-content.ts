import type { Database } from "../database/database.ts";
import {
  readEntries,
  readItemKeys,
  readResults,
  readUnfinished,
  type EntryRow,
  type SheetRow,
} from "../database/read.ts";
import type { Operation, StoredValue } from "../journal/operations.ts";
import { storeResult, toRecord, resultOperations, type StoredResult } from "../values/stored-results.ts";
import type { GraphKey, SheetId } from "../store.ts";
import type { ValueStorage } from "../values/value-storage.ts";

/** All of a sheet, whichever sheet: what is copied, exported and imported. */
export interface SheetContent {
  readonly entries: readonly EntryRow[];
  /** Oldest first. */
  readonly results: readonly StoredResult[];
  /** Items of runs that have not ended. */
  readonly items: readonly StoredItem[];
}

export interface StoredItem {
  readonly node: string;
  readonly key: string;
  readonly done: boolean;
  readonly value: StoredValue;
}

/** Takes a sheet's content out of the database, with nodes called as they are called now. */
export async function readSheetContent(
  db: Database,
  sheet: SheetRow,
  values: ValueStorage,
): Promise<SheetContent> {
  const entries = readEntries(db, sheet);
  const items = readUnfinished(db, sheet).map(({ body, ...item }) => ({
    ...item,
    value: db.bodies.get(body),
  }));
  const rows = readResults(db, sheet).reverse();
  const taken = rows.map((row) => ({ row, body: db.bodies.get(row.body), items: readItemKeys(db, row) }));
  const results: StoredResult[] = [];
  for (const { row, body, items } of taken) {
    const { id, node, key, startedAt, duration, name, starred, edited, renames } = row;
    const described = { ...(name !== undefined && { name }), starred };
    if (renames.length === 0) {
      results.push({ id, node, key, startedAt, duration, ...described, edited, body, items });
    } else {
      const value = await values.load(body, { kind: "result", node, startedAt });
      if (value !== undefined)
        results.push(await storeResult(toRecord(row, value, renames), described, values));
    }
  }
  return { entries, results, items };
}

/** What makes a new sheet with this content. */
export function contentOperations(
  content: SheetContent,
  { sheet, graph, name, usedAt }: { sheet: SheetId; graph: GraphKey; name: string; usedAt: number },
): Operation[] {
  return [
    { type: "sheet", sheet, graph, name },
    { type: "use-sheet", sheet, at: usedAt },
    ...content.entries.map((entry): Operation => ({ type: "entry", sheet, ...entry })),
    ...content.results.flatMap((result) => resultOperations(sheet, result)),
    ...content.items.map(({ node, ...item }): Operation => ({ type: "items", sheet, node, items: [item] })),
  ];
}
