import type { Database } from "../database/database.ts";
import type { WrittenEntry } from "../journal/reader.ts";
import type { Entry } from "../journal/operations.ts";
import type { GraphKey } from "../store.ts";

// Questions about entries of other processes, before they are applied.

/** Whether entries are missing: then an image contains them, and their journal has been removed already. */
export function hasGap(db: Database, entries: readonly WrittenEntry[]): boolean {
  const last = db.vector();
  return entries.some(({ writer, entry }) => {
    const gap = entry.seq > (last.get(writer) ?? 0) + 1;
    last.set(writer, Math.max(entry.seq, last.get(writer) ?? 0));
    return gap;
  });
}

/** Whether a rename comes out of order. Only renames depend on the order; reading everything again restores it. */
export function needsReordering(db: Database, entries: readonly WrittenEntry[]): boolean {
  const rename = Number(db.sql.get("SELECT max(at) FROM renames")?.[0] ?? 0);
  const last = Number(db.fact("clock") ?? 0);
  return entries.some(({ entry }) => entry.at < rename || (entry.at < last && hasRename(entry)));
}

function hasRename({ operations }: Entry): boolean {
  return operations.some(({ type }) => type === "rename-node" || type === "rename-input");
}

/** The graphs in which an entry changes something that a person sees. */
export function changedGraphs(db: Database, entry: Entry): GraphKey[] {
  return entry.operations.flatMap((operation) => {
    if ("graph" in operation) return [operation.graph];
    const graph = db.sql.get("SELECT graph FROM sheets WHERE uid = ?", operation.sheet)?.[0];
    return typeof graph === "string" && operation.type !== "use-sheet" ? [graph] : [];
  });
}
