import type { Bodies } from "./bodies.ts";
import { renameEntries } from "./entry-keys.ts";
import type { Rename } from "./renames.ts";
import type { Sql } from "./sql.ts";

/** Renames a node or a canvas input in every sheet of a graph: its entries, results and items move to the new name. */
export function applyRename(
  sql: Sql,
  bodies: Bodies,
  { graph, ...rename }: Rename & { readonly graph: string },
): void {
  const { kind, from, to, at } = rename;
  sql.run(
    "INSERT OR IGNORE INTO renames (graph, at, kind, old, new) VALUES (?, ?, ?, ?, ?)",
    graph,
    at,
    kind,
    from,
    to,
  );
  for (const [id] of sql.all("SELECT id FROM sheets WHERE graph = ?", graph)) {
    const sheet = Number(id);
    const node = kind === "node" && sql.get("SELECT id FROM nodes WHERE sheet = ? AND name = ?", sheet, from);
    if (node) moveResults(sql, sheet, Number(node[0]), to);
    bodies.release(renameEntries(sql, sheet, rename));
  }
}

function moveResults(sql: Sql, sheet: number, node: number, to: string): void {
  const target = sql.get("SELECT id FROM nodes WHERE sheet = ? AND name = ?", sheet, to);
  if (!target) return sql.run("UPDATE nodes SET name = ? WHERE id = ?", to, node);
  // Results from earlier are kept under the new name: both become one history.
  sql.run("UPDATE results SET node = ? WHERE node = ?", Number(target[0]), node);
  sql.run("UPDATE OR REPLACE items SET node = ? WHERE node = ?", Number(target[0]), node);
  sql.run("DELETE FROM nodes WHERE id = ?", node);
}
