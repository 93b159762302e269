import type { Database } from "../database/database.ts";
import { readEntries, readResults, type SheetRow } from "../database/read.ts";
import type { Operation } from "../journal/operations.ts";
import type { ResultId, SheetState } from "../store.ts";

/** The fields that "clear" removes besides results; positions, sizes and the view stay. */
const CLEARED: readonly (keyof SheetState)[] = ["inputs", "picks", "kept", "partial", "marked", "bypassed"];

/** Removes inputs, selected variants and results, except pinned and starred results. */
export function clearOperations(db: Database, sheet: SheetRow): Operation[] {
  const entries = readEntries(db, sheet);
  const pinned = new Set(
    entries.flatMap(({ field, value }) => (field === "pinned" && "json" in value ? [value.json] : [])),
  );
  const results = readResults(db, sheet).filter(({ id, starred }) => !starred && !pinned.has(id));
  const cleared = entries.filter(({ field }) => CLEARED.includes(field));
  return [
    ...cleared.map(({ field, key }): Operation => ({
      type: "entry",
      sheet: sheet.uid,
      field,
      key,
      value: null,
    })),
    ...dropOperations(
      db,
      sheet,
      results.map(({ id }) => id),
    ),
    { type: "drop-items", sheet: sheet.uid },
  ];
}

/** Removes results, and entries that select or pin them. */
export function dropOperations(db: Database, sheet: SheetRow, results: readonly ResultId[]): Operation[] {
  const gone = new Set<unknown>(results);
  const pointing = readEntries(db, sheet).filter(
    ({ field, value }) =>
      (field === "selected" || field === "pinned") && "json" in value && gone.has(value.json),
  );
  return [
    ...pointing.map(({ field, key }): Operation => ({
      type: "entry",
      sheet: sheet.uid,
      field,
      key,
      value: null,
    })),
    { type: "drop-results", sheet: sheet.uid, results },
  ];
}
