import type { Operation } from "../journal/operations.ts";
import { applyRename } from "./apply-renames.ts";
import { ResultApplier } from "./apply-results.ts";
import type { Bodies } from "./bodies.ts";
import { renamedEntry } from "./entry-keys.ts";
import { readRenames } from "./renames.ts";
import { findSheet } from "./find-sheet.ts";
import type { Sql } from "./sql.ts";

type EntryOperation = Extract<Operation, { type: "entry" }>;

/** Characters of JSON. Values of entries that are longer, or that refer to files, are stored in the table of shared values (`Bodies`). */
const MAX_INLINE = 256;

/** Applies operations to the database. Nothing else changes sheets in it. */
export class OperationApplier {
  readonly #sql: Sql;
  readonly #bodies: Bodies;
  readonly #results: ResultApplier;

  constructor(sql: Sql, bodies: Bodies) {
    this.#sql = sql;
    this.#bodies = bodies;
    this.#results = new ResultApplier(sql, bodies);
  }

  /** `at` is the stamp of the journal entry that holds the operation. */
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
        return this.#results.addResult(operation, at);
      case "describe":
        return this.#results.describe(operation, at);
      case "drop-results":
        return this.#results.dropResults(operation.sheet, operation.results);
      case "items":
        return this.#results.addItems(operation, at);
      case "drop-items":
        return this.#results.dropUnfinished(operation.sheet, at);
      case "rename-node":
        return applyRename(this.#sql, this.#bodies, { ...operation, kind: "node", at });
      case "rename-input":
        return applyRename(this.#sql, this.#bodies, { ...operation, kind: "input", at });
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
        // A later version may write operations that this one does not know.
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

  #dropSheet(uid: string): void {
    const sheet = findSheet(this.#sql, uid);
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

  #setEntry(operation: EntryOperation, journalAt: number): void {
    const { field } = operation;
    const sheet = findSheet(this.#sql, operation.sheet);
    if (!sheet) return;
    let { key, value } = operation;
    let at = journalAt;
    // An operation of another window that arrives late may use names from before a rename.
    for (const rename of readRenames(this.#sql, sheet.graph, journalAt)) {
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
    const short = inline !== undefined && inline.length <= MAX_INLINE && !inline.includes('"$file"');
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
}
