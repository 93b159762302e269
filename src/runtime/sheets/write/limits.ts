import type { Database } from "../database/database.ts";
import { countResultsOf, readResultsOf, type SheetRow } from "../database/read.ts";
import { mostCalls } from "../../graph/calls.ts";
import type { ResultId, ResultRecord, SheetId, StoreLimits } from "../store.ts";

/**
 * The results of a node to remove when one more is added: the oldest, but none that is starred, pinned or shown. Of calls as many
 * are kept as one run of a function may make: it finds them again when it is run again.
 */
export function resultsOverLimit(
  db: Database,
  sheet: SheetRow,
  { node, call }: ResultRecord,
  { keptResults }: StoreLimits,
): ResultId[] {
  const kept = call ? Math.max(keptResults, mostCalls) : keptResults;
  const surplus = countResultsOf(db, sheet, node) + 1 - kept;
  if (surplus <= 0) return [];
  const results = readResultsOf(db, sheet, node);
  const held = protectedResults(db, sheet);
  return results
    .filter(({ id, starred }) => !starred && !held.has(id))
    .slice(-surplus)
    .map(({ id }) => id);
}

/** Results of a sheet that are pinned or shown. */
function protectedResults(db: Database, sheet: SheetRow): Set<ResultId> {
  const rows = db.sql.all(
    "SELECT value FROM entries WHERE sheet = ? AND field IN ('pinned', 'selected') AND value IS NOT NULL",
    sheet.id,
  );
  return new Set(rows.map(([value]) => JSON.parse(String(value)) as ResultId));
}

/** Bytes of media that something in the database refers to. */
export function mediaSize(db: Database): number {
  return Number(
    db.sql.get(
      "SELECT sum(size) FROM files WHERE EXISTS (SELECT 1 FROM refs WHERE refs.file = files.id)",
    )?.[0] ?? 0,
  );
}

/**
 * Oldest results with files, of all sheets, that may go to make room for new media: at most `count`, starred, pinned and
 * shown ones left out.
 */
export function oldestWithMedia(db: Database, count: number): { sheet: SheetId; result: ResultId }[] {
  return db.sql
    .all(
      `SELECT s.uid, r.uid FROM results r JOIN sheets s ON s.id = r.sheet JOIN nodes n ON n.id = r.node
         WHERE r.starred = 0 AND EXISTS (SELECT 1 FROM refs WHERE refs.body = r.body)
           AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.sheet = r.sheet AND e.field IN ('pinned', 'selected')
             AND e.value = json_quote(r.uid))
           -- Where none is selected, the newest is shown.
           AND (EXISTS (SELECT 1 FROM entries e WHERE e.sheet = r.sheet AND e.field = 'selected' AND e.key = n.name
               AND e.value IS NOT NULL)
             OR r.id <> (SELECT x.id FROM results x WHERE x.node = r.node ORDER BY x.started DESC, x.id DESC LIMIT 1))
         ORDER BY s.hidden IS NULL, r.started, r.id LIMIT ?`,
      count,
    )
    .map(([sheet, result]) => ({ sheet: String(sheet), result: String(result) }));
}
