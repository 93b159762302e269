import type { Operation, ResultOperation } from "../journal/operations.ts";
import { packKey, type Bodies } from "./bodies.ts";
import { readRenames, renamedNode } from "./renames.ts";
import { findSheet, type SheetReference } from "./find-sheet.ts";
import type { Sql } from "./sql.ts";

/** Applies operations about results and items. Operations on a sheet that was dropped do nothing. */
export class ResultApplier {
  readonly #sql: Sql;
  readonly #bodies: Bodies;

  constructor(sql: Sql, bodies: Bodies) {
    this.#sql = sql;
    this.#bodies = bodies;
  }

  /** `at` is the stamp of the entry in which the operation stands; so in all methods. */
  addResult(operation: ResultOperation, at: number): void {
    const sheet = findSheet(this.#sql, operation.sheet);
    if (!sheet) return;
    if (this.#sql.get("SELECT 1 FROM results WHERE sheet = ? AND uid = ?", sheet.id, operation.result))
      return;
    const node = this.#node(sheet, operation.node, at);
    this.#sql.run(
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
      this.#sql.run("DELETE FROM items WHERE node = ? AND key = ? AND result = 0", node, packed);
      this.#sql.run(
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

  describe(
    { sheet: uid, result, name, starred }: Extract<Operation, { type: "describe" }>,
    at: number,
  ): void {
    const sheet = findSheet(this.#sql, uid);
    if (!sheet) return;
    if (name !== undefined) {
      this.#sql.run(
        "UPDATE results SET name = ?1, name_at = ?2 WHERE sheet = ?3 AND uid = ?4 AND name_at <= ?2",
        name === "" ? null : name,
        at,
        sheet.id,
        result,
      );
    }
    if (starred !== undefined) {
      this.#sql.run(
        "UPDATE results SET starred = ?1, starred_at = ?2 WHERE sheet = ?3 AND uid = ?4 AND starred_at <= ?2",
        starred ? 1 : 0,
        at,
        sheet.id,
        result,
      );
    }
  }

  dropResults(uid: string, results: readonly string[]): void {
    const sheet = findSheet(this.#sql, uid);
    if (!sheet) return;
    const bodies: number[] = [];
    for (const result of results) {
      const row = this.#sql.get("SELECT id, body FROM results WHERE sheet = ? AND uid = ?", sheet.id, result);
      if (!row) continue;
      bodies.push(Number(row[1]));
      this.#sql.run("DELETE FROM items WHERE result = ?", row[0]!);
      this.#sql.run("DELETE FROM results WHERE id = ?", row[0]!);
    }
    this.#bodies.release(bodies);
  }

  addItems({ sheet: uid, node: name, items }: Extract<Operation, { type: "items" }>, at: number): void {
    const sheet = findSheet(this.#sql, uid);
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
      this.#sql.run(
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

  dropUnfinished(uid: string, at: number): void {
    const sheet = findSheet(this.#sql, uid);
    if (!sheet) return;
    const where = "result = 0 AND added_at <= ? AND node IN (SELECT id FROM nodes WHERE sheet = ?)";
    const bodies = this.#sql.all(`SELECT body FROM items WHERE ${where}`, at, sheet.id);
    this.#sql.run(`DELETE FROM items WHERE ${where}`, at, sheet.id);
    this.#bodies.release(bodies.map(([body]) => Number(body)));
  }

  /** The row id of a node under its present name; a late entry may use an earlier name. */
  #node(sheet: SheetReference, name: string, at: number): number {
    const now = readRenames(this.#sql, sheet.graph, at).reduce(renamedNode, name);
    this.#sql.run("INSERT OR IGNORE INTO nodes (sheet, name) VALUES (?, ?)", sheet.id, now);
    return Number(this.#sql.get("SELECT id FROM nodes WHERE sheet = ? AND name = ?", sheet.id, now)![0]);
  }
}
