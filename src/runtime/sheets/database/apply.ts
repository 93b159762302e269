import type { Operation, ResultOperation } from "../operations.ts";
import type { Bodies } from "./bodies.ts";
import { packKey } from "./bodies.ts";
import { renamedEntry, renameEntries } from "./entry-keys.ts";
import { readRenames, renamedNode, type Rename } from "./renames.ts";
import type { Sql } from "./sql.ts";

type EntryOperation = Extract<Operation, { type: "entry" }>;

/** Values of an entry that are longer, or that refer to files, are kept as bodies. */
const LONGEST_INLINE = 256;

/** Does what operations say to the database. The only place that changes sheets in it. */
export class Applier {
  readonly #sql: Sql;
  readonly #bodies: Bodies;

  constructor(sql: Sql, bodies: Bodies) {
    this.#sql = sql;
    this.#bodies = bodies;
  }

  /** `at` is the stamp of the entry that the operation stands in. */
  apply(operation: Operation, at: number): void {
    switch (operation.type) {
      case "sheet":
        return this.#addSheet(operation, at);
      case "name-sheet":
        return this.#run(
          "UPDATE sheets SET name = ?1, name_at = ?2 WHERE uid = ?3 AND name_at <= ?2",
          operation.name,
          at,
          operation.sheet,
        );
      case "use-sheet":
        return this.#run(
          "UPDATE sheets SET used = max(used, ?) WHERE uid = ?",
          operation.at,
          operation.sheet,
        );
      case "hide-sheet":
        return this.#hide(operation.sheet, operation.at, at);
      case "show-sheet":
        return this.#hide(operation.sheet, null, at);
      case "drop-sheet":
        return this.#dropSheet(operation.sheet);
      case "entry":
        return this.#setEntry(operation, at);
      case "result":
        return this.#addResult(operation, at);
      case "describe":
        return this.#describe(operation, at);
      case "drop-results":
        return this.#dropResults(operation.sheet, operation.results);
      case "items":
        return this.#addItems(operation, at);
      case "drop-items":
        return this.#dropUnfinished(operation.sheet, at);
      case "rename-node":
        return this.#rename({ ...operation, kind: "node", at });
      case "rename-input":
        return this.#rename({ ...operation, kind: "input", at });
      case "note":
        return this.#run(
          `INSERT INTO notes (graph, key, value, value_at) VALUES (?, ?, ?, ?)
             ON CONFLICT DO UPDATE SET value = excluded.value, value_at = excluded.value_at
             WHERE excluded.value_at >= value_at`,
          operation.graph,
          operation.key,
          operation.value === null ? null : JSON.stringify(operation.value),
          at,
        );
      default:
        // A later version of the same form may write what this one does not know.
        operation satisfies never;
    }
  }

  #run(sql: string, ...values: (string | number | null | Uint8Array)[]): void {
    this.#sql.run(sql, ...values);
  }

  #addSheet({ sheet, graph, name }: Extract<Operation, { type: "sheet" }>, at: number): void {
    this.#run(
      "INSERT OR IGNORE INTO sheets (uid, graph, name, name_at) VALUES (?, ?, ?, ?)",
      sheet,
      graph,
      name,
      at,
    );
  }

  #hide(sheet: string, hidden: number | null, at: number): void {
    this.#run(
      "UPDATE sheets SET hidden = ?1, hidden_at = ?2 WHERE uid = ?3 AND hidden_at <= ?2",
      hidden,
      at,
      sheet,
    );
  }

  /** The row's number; undefined if the sheet was dropped, in which case there is nothing to do. */
  #sheet(uid: string): { id: number; graph: string } | undefined {
    const row = this.#sql.get("SELECT id, graph FROM sheets WHERE uid = ?", uid);
    return row && { id: Number(row[0]), graph: String(row[1]) };
  }

  #dropSheet(uid: string): void {
    const sheet = this.#sheet(uid);
    if (!sheet) return;
    const bodies = this.#sql.all(
      `SELECT body FROM results WHERE sheet = ?1 UNION SELECT body FROM entries WHERE sheet = ?1 AND body IS NOT NULL
         UNION SELECT body FROM items JOIN nodes ON nodes.id = node WHERE sheet = ?1 AND body IS NOT NULL`,
      sheet.id,
    );
    this.#run("DELETE FROM items WHERE node IN (SELECT id FROM nodes WHERE sheet = ?)", sheet.id);
    for (const table of ["results", "entries", "nodes"]) {
      this.#run(`DELETE FROM ${table} WHERE sheet = ?`, sheet.id);
    }
    this.#run("DELETE FROM sheets WHERE id = ?", sheet.id);
    this.#bodies.release(bodies.map(([body]) => Number(body)));
  }

  #setEntry({ sheet: uid, field, key: given, value: stored }: EntryOperation, entryAt: number): void {
    const sheet = this.#sheet(uid);
    if (!sheet) return;
    let [key, value, at] = [given, stored, entryAt];
    // A late entry of another window may not know of them.
    for (const rename of readRenames(this.#sql, sheet.graph, entryAt)) {
      [key, value, at] = renamedEntry({ field, key, value, at }, rename);
    }
    const before = this.#sql.get(
      "SELECT value_at, body FROM entries WHERE sheet = ? AND field = ? AND key = ?",
      sheet.id,
      field,
      key,
    );
    if (before && Number(before[0]) > at) return;
    const inline = value !== null && "json" in value ? JSON.stringify(value.json) : undefined;
    const short = inline !== undefined && inline.length <= LONGEST_INLINE && !inline.includes('"$file"');
    this.#run(
      "INSERT OR REPLACE INTO entries (sheet, field, key, value, body, value_at) VALUES (?, ?, ?, ?, ?, ?)",
      sheet.id,
      field,
      key,
      short ? inline : null,
      value === null || short ? null : this.#bodies.add(value),
      at,
    );
    if (before && before[1] !== null) this.#bodies.release([Number(before[1])]);
  }

  /** The number of a node, by the name it has now: a late entry may call it by an earlier one. */
  #node(sheet: { id: number; graph: string }, name: string, at: number): number {
    const now = readRenames(this.#sql, sheet.graph, at).reduce(renamedNode, name);
    this.#run("INSERT OR IGNORE INTO nodes (sheet, name) VALUES (?, ?)", sheet.id, now);
    return Number(this.#sql.get("SELECT id FROM nodes WHERE sheet = ? AND name = ?", sheet.id, now)![0]);
  }

  #addResult(operation: ResultOperation, at: number): void {
    const sheet = this.#sheet(operation.sheet);
    if (!sheet) return;
    if (this.#sql.get("SELECT 1 FROM results WHERE sheet = ? AND uid = ?", sheet.id, operation.result))
      return;
    const node = this.#node(sheet, operation.node, at);
    this.#run(
      `INSERT INTO results (sheet, uid, node, key, started, duration, edited, added_at, body)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      sheet.id,
      operation.result,
      node,
      packKey(operation.key),
      operation.startedAt,
      operation.duration,
      operation.edited ? 1 : 0,
      at,
      this.#bodies.add(operation.body),
    );
    const result = Number(this.#sql.get("SELECT last_insert_rowid()")![0]);
    const unfinished: number[] = [];
    for (const [key, done] of operation.items ?? []) {
      const packed = packKey(key);
      const waiting = this.#sql.get(
        "SELECT body FROM items WHERE node = ? AND key = ? AND result = 0",
        node,
        packed,
      );
      if (waiting) unfinished.push(Number(waiting[0]));
      this.#run("DELETE FROM items WHERE node = ? AND key = ? AND result = 0", node, packed);
      this.#run(
        "INSERT OR REPLACE INTO items (node, key, result, done, added_at) VALUES (?, ?, ?, ?, ?)",
        node,
        packed,
        result,
        done ? 1 : 0,
        at,
      );
    }
    this.#bodies.release(unfinished);
  }

  #describe(
    { sheet: uid, result, name, starred }: Extract<Operation, { type: "describe" }>,
    at: number,
  ): void {
    const sheet = this.#sheet(uid);
    if (!sheet) return;
    if (name !== undefined) {
      this.#run(
        "UPDATE results SET name = ?1, name_at = ?2 WHERE sheet = ?3 AND uid = ?4 AND name_at <= ?2",
        name === "" ? null : name,
        at,
        sheet.id,
        result,
      );
    }
    if (starred !== undefined) {
      this.#run(
        "UPDATE results SET starred = ?1, starred_at = ?2 WHERE sheet = ?3 AND uid = ?4 AND starred_at <= ?2",
        starred ? 1 : 0,
        at,
        sheet.id,
        result,
      );
    }
  }

  #dropResults(uid: string, results: readonly string[]): void {
    const sheet = this.#sheet(uid);
    if (!sheet) return;
    const bodies: number[] = [];
    for (const result of results) {
      const row = this.#sql.get("SELECT id, body FROM results WHERE sheet = ? AND uid = ?", sheet.id, result);
      if (!row) continue;
      bodies.push(Number(row[1]));
      this.#run("DELETE FROM items WHERE result = ?", row[0]!);
      this.#run("DELETE FROM results WHERE id = ?", row[0]!);
    }
    this.#bodies.release(bodies);
  }

  #addItems({ sheet: uid, node: name, items }: Extract<Operation, { type: "items" }>, at: number): void {
    const sheet = this.#sheet(uid);
    if (!sheet) return;
    const node = this.#node(sheet, name, at);
    const replaced: number[] = [];
    for (const { key, done, value } of items) {
      const packed = packKey(key);
      const before = this.#sql.get(
        "SELECT body, added_at FROM items WHERE node = ? AND key = ? AND result = 0",
        node,
        packed,
      );
      if (before && Number(before[1]) > at) continue;
      this.#run(
        "INSERT OR REPLACE INTO items (node, key, result, done, body, added_at) VALUES (?, ?, 0, ?, ?, ?)",
        node,
        packed,
        done ? 1 : 0,
        this.#bodies.add(value),
        at,
      );
      if (before) replaced.push(Number(before[0]));
    }
    this.#bodies.release(replaced);
  }

  #dropUnfinished(uid: string, at: number): void {
    const sheet = this.#sheet(uid);
    if (!sheet) return;
    const where = "result = 0 AND added_at <= ? AND node IN (SELECT id FROM nodes WHERE sheet = ?)";
    const bodies = this.#sql.all(`SELECT body FROM items WHERE ${where}`, at, sheet.id);
    this.#run(`DELETE FROM items WHERE ${where}`, at, sheet.id);
    this.#bodies.release(bodies.map(([body]) => Number(body)));
  }

  #rename({ graph, ...rename }: Rename & { readonly graph: string }): void {
    const { kind, from, to, at } = rename;
    this.#run(
      "INSERT OR IGNORE INTO renames (graph, at, kind, old, new) VALUES (?, ?, ?, ?, ?)",
      graph,
      at,
      kind,
      from,
      to,
    );
    for (const [id] of this.#sql.all("SELECT id FROM sheets WHERE graph = ?", graph)) {
      const sheet = { id: Number(id) };
      const old =
        kind === "node" && this.#sql.get("SELECT id FROM nodes WHERE sheet = ? AND name = ?", sheet.id, from);
      if (old) this.#moveResults(sheet.id, Number(old[0]), to);
      this.#bodies.release(renameEntries(this.#sql, sheet.id, rename));
    }
  }

  #moveResults(sheet: number, old: number, to: string): void {
    const other = this.#sql.get("SELECT id FROM nodes WHERE sheet = ? AND name = ?", sheet, to);
    if (!other) return this.#run("UPDATE nodes SET name = ? WHERE id = ?", to, old);
    // The new name has kept results from earlier: both become one history.
    this.#run("UPDATE results SET node = ? WHERE node = ?", Number(other[0]), old);
    this.#run("UPDATE OR REPLACE items SET node = ? WHERE node = ?", Number(other[0]), old);
    this.#run("DELETE FROM nodes WHERE id = ?", old);
  }
}
