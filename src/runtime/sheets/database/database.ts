import type { SqlJsStatic } from "sql.js";
import type { Entry } from "../journal/operations.ts";
import { OperationApplier } from "./apply-operations.ts";
import { Bodies } from "./bodies.ts";
import { migrate, SCHEMA_VERSION, schemaVersion } from "./migrations.ts";
import { Sql } from "./sql.ts";

/** A database of a later version of this extension. Nothing may be written over it. */
export class NewerVersionError extends Error {}

/** A file that is no sound database. */
export class DamagedError extends Error {}

/** All sheets, in memory: an image of some time with the journals' entries since then applied to it. */
export class Database {
  readonly sql: Sql;
  readonly bodies: Bodies;
  readonly #applier: OperationApplier;

  /** The number of each writer's last entry that is in. */
  readonly #applied: Map<string, number>;

  private constructor(sql: Sql, now: () => number) {
    this.sql = sql;
    const writers = sql.all("SELECT writer, seq FROM writers");
    this.#applied = new Map(writers.map(([writer, seq]) => [String(writer), Number(seq)]));
    this.bodies = new Bodies(sql, now);
    this.#applier = new OperationApplier(sql, this.bodies);
  }

  static empty(engine: SqlJsStatic, now: () => number): Database {
    const sql = new Sql(engine);
    migrate(sql);
    return new Database(sql, now);
  }

  /**
   * Throws a `DamagedError` or a `NewerVersionError` where the image cannot be used. That it is what was once written its
   * checksum has shown, and `image` checks what it writes: checking again here would double the time to open big sheets.
   */
  static fromImage(engine: SqlJsStatic, image: Uint8Array, now: () => number): Database {
    let sql: Sql | undefined;
    try {
      sql = new Sql(engine, image);
      if (schemaVersion(sql) > SCHEMA_VERSION)
        throw new NewerVersionError("The database is of a newer version.");
      // SQLite takes an empty file for an empty database.
      if (schemaVersion(sql) === 0) throw new DamagedError("It is no database of sheets.");
      migrate(sql);
      return new Database(sql, now);
    } catch (error) {
      sql?.close();
      if (error instanceof NewerVersionError || error instanceof DamagedError) throw error;
      throw new DamagedError(error instanceof Error ? error.message : String(error), { cause: error });
    }
  }

  /** Applies an entry whole; one that is in already is left out. */
  apply(writer: string, entry: Entry): void {
    if (entry.seq <= this.applied(writer)) return;
    this.sql.transaction(() => {
      for (const operation of entry.operations) this.#applier.apply(operation, entry.at);
      this.sql.run("INSERT OR REPLACE INTO writers (writer, seq) VALUES (?, ?)", writer, entry.seq);
      this.sql.run(
        "INSERT INTO facts (name, value) VALUES ('clock', ?) ON CONFLICT DO UPDATE SET value = max(value, excluded.value)",
        entry.at,
      );
    });
    this.#applied.set(writer, entry.seq);
  }

  /** The number of the writer's last entry that is in. */
  applied(writer: string): number {
    return this.#applied.get(writer) ?? 0;
  }

  /** Of every writer the number of its last entry that is in. */
  vector(): Map<string, number> {
    return new Map(this.#applied);
  }

  fact(name: "store" | "clock"): string | number | undefined {
    return (this.sql.get("SELECT value FROM facts WHERE name = ?", name)?.[0] ?? undefined) as
      string | number | undefined;
  }

  setFact(name: "store", value: string): void {
    this.sql.run("INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)", name, value);
  }

  /** All of it as a file. Throws a `DamagedError` where SQLite finds itself unsound, which no file may ever be. */
  image(): Uint8Array {
    const check = this.sql.get("PRAGMA quick_check")?.[0];
    if (check !== "ok") throw new DamagedError(String(check));
    return this.sql.image();
  }

  close(): void {
    this.sql.close();
  }
}
