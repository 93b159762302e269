import type { StoredValue } from "../journal/operations.ts";
import type { SheetState } from "../store.ts";
import { renamedInput, renamedNode, type Rename } from "./renames.ts";
import type { Sql } from "./sql.ts";

/**
 * What the keys of each field are: names of nodes, ids of canvas inputs (`node.input`), or cards, which are either.
 * "one": the field is a single value.
 */
export const FIELDS: { readonly [F in keyof Required<SheetState>]: "one" | "node" | "input" | "card" } = {
  inputs: "input",
  picks: "node",
  positions: "card",
  sizes: "card",
  view: "one",
  selected: "node",
  pinned: "node",
  bypassed: "node",
  marked: "node",
  kept: "input",
  partial: "input",
  compact: "card",
};

export function isField(name: string): name is keyof SheetState {
  return Object.hasOwn(FIELDS, name);
}

/** What a key becomes by a rename; undefined where it does not speak of what was renamed. */
function renamedKey(field: keyof SheetState, key: string, rename: Rename): string | undefined {
  const of = FIELDS[field];
  const renamed = of === "one" ? key : of === "input" ? renamedInput(key, rename) : renamedNode(key, rename);
  const card = of === "card" && renamed === key ? renamedInput(key, rename) : renamed;
  return card === key ? undefined : card;
}

/** What an entry would be had it been there at the rename: key, value, stamp. */
export function renamedEntry(
  { field, key, value, at }: { field: keyof SheetState; key: string; value: StoredValue | null; at: number },
  rename: Rename,
): [key: string, value: StoredValue | null, at: number] {
  if (value === null) return [key, value, at];
  const picked = rename.kind === "node" && field === "picks" && "json" in value && value.json === rename.from;
  const renamed = renamedKey(field, key, rename);
  if (renamed === undefined && !picked) return [key, value, at];
  return [renamed ?? key, picked ? { json: rename.to } : value, rename.at];
}

/**
 * Moves the entries of a sheet that speak of what was renamed to its new name, over what was kept under that name. Gives
 * the bodies that may have lost their last user.
 */
export function renameEntries(sql: Sql, sheet: number, rename: Rename): number[] {
  const { from, to, at } = rename;
  const released: number[] = [];
  const rows = sql.all(
    "SELECT field, key FROM entries WHERE sheet = ? AND value_at <= ? AND (value IS NOT NULL OR body IS NOT NULL)",
    sheet,
    at,
  );
  for (const [field, key] of rows as [string, string][]) {
    const renamed = isField(field) ? renamedKey(field, key, rename) : undefined;
    if (renamed === undefined) continue;
    const there = sql.get(
      "SELECT body FROM entries WHERE sheet = ? AND field = ? AND key = ?",
      sheet,
      field,
      renamed,
    );
    if (there && there[0] !== null) released.push(Number(there[0]));
    sql.run(
      "UPDATE OR REPLACE entries SET key = ?1, value_at = ?2 WHERE sheet = ?3 AND field = ?4 AND key = ?5",
      renamed,
      at,
      sheet,
      field,
      key,
    );
  }
  if (rename.kind === "input") return released;
  // The node may be the variant that a choice has picked.
  sql.run(
    "UPDATE entries SET value = ?1, value_at = ?2 WHERE sheet = ?3 AND field = 'picks' AND value = ?4 AND value_at <= ?2",
    JSON.stringify(to),
    at,
    sheet,
    JSON.stringify(from),
  );
  return released;
}
