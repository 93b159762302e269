import { readFile } from "node:fs/promises";
import initSqlJs, { type Database, type SqlJsStatic, type SqlValue, type Statement } from "sql.js";

export type Row = readonly SqlValue[];

let engine: Promise<SqlJsStatic> | undefined;

/** Loads SQLite. `wasm` is the path of `sql-wasm.wasm`; undefined: next to this bundle, or in the package. */
export async function loadSql(wasm: string): Promise<SqlJsStatic> {
  engine ??= readFile(wasm).then((wasmBinary) =>
    initSqlJs({ wasmBinary: new Uint8Array(wasmBinary).buffer }),
  );
  return engine;
}

/** One database in memory: prepared statements kept by their text, transactions, its image as bytes. */
export class Sql {
  readonly #db: Database;
  readonly #statements = new Map<string, Statement>();

  constructor(engine: SqlJsStatic, image?: Uint8Array) {
    this.#db = new engine.Database(image);
    this.#configure();
  }

  all(sql: string, ...values: readonly SqlValue[]): Row[] {
    const statement = this.#prepare(sql);
    try {
      statement.bind([...values]);
      const rows: Row[] = [];
      while (statement.step()) rows.push(statement.get());
      return rows;
    } finally {
      statement.reset();
    }
  }

  /** The first row, if any. */
  get(sql: string, ...values: readonly SqlValue[]): Row | undefined {
    const statement = this.#prepare(sql);
    try {
      statement.bind([...values]);
      return statement.step() ? statement.get() : undefined;
    } finally {
      statement.reset();
    }
  }

  run(sql: string, ...values: readonly SqlValue[]): void {
    this.#prepare(sql).run([...values]);
  }

  /** Several statements without values. */
  script(sql: string): void {
    this.#db.exec(sql);
  }

  /** All or nothing; may stand inside another one. */
  transaction<T>(work: () => T): T {
    this.#db.run("SAVEPOINT work");
    try {
      const result = work();
      this.#db.run("RELEASE work");
      return result;
    } catch (error) {
      this.#db.run("ROLLBACK TO work");
      this.#db.run("RELEASE work");
      throw error;
    }
  }

  image(): Uint8Array {
    // Exporting closes and opens the database, which ends every statement.
    for (const statement of this.#statements.values()) statement.free();
    this.#statements.clear();
    const image = this.#db.export();
    this.#configure();
    return image;
  }

  close(): void {
    this.#statements.clear();
    this.#db.close();
  }

  #configure(): void {
    this.#db.exec("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY;");
  }

  #prepare(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.#db.prepare(sql)));
    return statement;
  }
}
