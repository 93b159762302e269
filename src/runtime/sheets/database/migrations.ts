import type { Sql } from "./sql.ts";

/**
 * The schema, version by version: the n-th script makes version n of n - 1. Never edit one that was released; add another.
 * `user_version` of the database says how many have run.
 */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE facts (name TEXT PRIMARY KEY, value) WITHOUT ROWID;

  -- How many entries of each writer are in this database.
  CREATE TABLE writers (writer TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;

  -- Columns that end in _at hold the stamp of the entry that wrote the column before them.
  CREATE TABLE sheets (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, graph TEXT NOT NULL,
    name TEXT NOT NULL, name_at INTEGER NOT NULL,
    used INTEGER NOT NULL DEFAULT 0,
    hidden INTEGER, hidden_at INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX sheets_of_graph ON sheets (graph);

  CREATE TABLE entries (
    sheet INTEGER NOT NULL, field TEXT NOT NULL, key TEXT NOT NULL,
    value TEXT, body INTEGER, value_at INTEGER NOT NULL,
    PRIMARY KEY (sheet, field, key)
  ) WITHOUT ROWID;
  CREATE INDEX entries_of_body ON entries (body) WHERE body IS NOT NULL;

  CREATE TABLE nodes (id INTEGER PRIMARY KEY, sheet INTEGER NOT NULL, name TEXT NOT NULL, UNIQUE (sheet, name));

  CREATE TABLE results (
    id INTEGER PRIMARY KEY, sheet INTEGER NOT NULL, uid TEXT NOT NULL, node INTEGER NOT NULL,
    key BLOB NOT NULL, started INTEGER NOT NULL, duration REAL NOT NULL, edited INTEGER NOT NULL,
    name TEXT, name_at INTEGER NOT NULL DEFAULT 0,
    starred INTEGER NOT NULL DEFAULT 0, starred_at INTEGER NOT NULL DEFAULT 0,
    added_at INTEGER NOT NULL, body INTEGER NOT NULL,
    UNIQUE (sheet, uid)
  );
  CREATE INDEX results_of_node ON results (node, started);
  CREATE INDEX results_of_body ON results (body);

  -- Finished items, of results (then their values are in the result's body) and of runs that have not ended (result 0).
  CREATE TABLE items (
    node INTEGER NOT NULL, key BLOB NOT NULL, result INTEGER NOT NULL, done INTEGER NOT NULL,
    body INTEGER, added_at INTEGER NOT NULL,
    PRIMARY KEY (node, key, result)
  ) WITHOUT ROWID;
  CREATE INDEX items_of_result ON items (result);
  CREATE INDEX items_of_body ON items (body) WHERE body IS NOT NULL;

  -- Values by content, so that duplicated sheets and equal inputs share them. Compressed JSON, or a file's number.
  CREATE TABLE bodies (id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, data BLOB, file INTEGER);

  -- Files of the media folder, and which values refer to them. "idle" is when the last reference went, in milliseconds.
  CREATE TABLE files (id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, size INTEGER NOT NULL, idle INTEGER);
  CREATE TABLE refs (body INTEGER NOT NULL, file INTEGER NOT NULL, PRIMARY KEY (body, file)) WITHOUT ROWID;
  CREATE INDEX refs_of_file ON refs (file);

  -- Results name nodes in their bodies, and late entries of another window may use an old name.
  CREATE TABLE renames (graph TEXT NOT NULL, at INTEGER NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL,
    PRIMARY KEY (graph, at)) WITHOUT ROWID;

  CREATE TABLE notes (
    graph TEXT NOT NULL, key TEXT NOT NULL, value TEXT, value_at INTEGER NOT NULL,
    PRIMARY KEY (graph, key)
  ) WITHOUT ROWID;
  `,
  `
  -- "node" or "input": canvas inputs get other names, too.
  ALTER TABLE renames ADD COLUMN kind TEXT NOT NULL DEFAULT 'node';
  `,
];

/** The version that this code reads and writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;

export function schemaVersion(sql: Sql): number {
  return Number(sql.get("PRAGMA user_version")?.[0] ?? 0);
}

/** Brings a database (or an empty one) to the present version. */
export function migrate(sql: Sql, migrations: readonly string[] = MIGRATIONS): void {
  for (let version = schemaVersion(sql); version < migrations.length; version += 1) {
    sql.transaction(() => {
      sql.script(migrations[version]!);
      sql.script(`PRAGMA user_version = ${version + 1}`);
    });
  }
}
