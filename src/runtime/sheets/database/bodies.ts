import { createHash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { filesIn, type Value } from "../../values/value.ts";
import type { StoredValue, StoredFile } from "../journal/operations.ts";
import type { Sql } from "./sql.ts";

// What nearly every result says, so that even a short one compresses. Part of the file format: never change it.
const DICTIONARY = Buffer.from(
  '"error":{"message":"","line":"status":"failed","status":"done","duration":null,true,false,[{"key":"' +
    '"items":[],"shape":[],"drawn":{},"editedFrom":"","commit":"","picks":{},"variant":""' +
    '{"$file":"","name":"image.webp","mime":"image/webp","size":".png","mime":"image/png","size":' +
    '"image":{"$file":""prompt":"""text":"""value":""result":""output":""' +
    '{"parts":{"code":"","options":"","inputs":{"prompt":""},"upstream":{}},"outputs":{},"inputs":{},"canvas":{},"upstream":{}',
);

/** Values by content: each is kept once, however many results and entries have it. */
export class Bodies {
  readonly #sql: Sql;
  readonly #now: () => number;

  constructor(sql: Sql, now: () => number) {
    this.#sql = sql;
    this.#now = now;
  }

  /** The number of a value, which is added where it is new. */
  add(stored: StoredValue): number {
    const json = "json" in stored ? JSON.stringify(stored.json) : undefined;
    // Half a SHA-256 distinguishes values as safely and takes half the space.
    const hash = createHash("sha256")
      .update(json ?? ("spilled" in stored ? stored.spilled.hash : ""))
      .digest()
      .subarray(0, 16);
    const known = this.#sql.get("SELECT id FROM bodies WHERE hash = ?", hash);
    if (known) return Number(known[0]);
    const data = json === undefined ? null : deflateRawSync(json, { dictionary: DICTIONARY });
    const file = "spilled" in stored ? this.#file(stored.spilled) : null;
    this.#sql.run("INSERT INTO bodies (hash, data, file) VALUES (?, ?, ?)", hash, data, file);
    const id = Number(this.#sql.get("SELECT last_insert_rowid()")![0]);
    for (const used of filesOf(stored)) {
      this.#sql.run("INSERT OR IGNORE INTO refs (body, file) VALUES (?, ?)", id, this.#file(used));
    }
    return id;
  }

  /** The value, or the file that it is in. */
  get(id: number): StoredValue {
    const [data, hash, size] = this.#sql.get(
      "SELECT data, f.hash, f.size FROM bodies LEFT JOIN files f ON f.id = file WHERE bodies.id = ?",
      id,
    )!;
    if (data !== null) return { json: unpack(data as Uint8Array) };
    const files = this.#sql.all(
      "SELECT hash, size FROM refs JOIN files ON id = refs.file WHERE refs.body = ?",
      id,
    );
    const spilled = toFile(hash as Uint8Array, size as number);
    return {
      spilled,
      files: files
        .map(([hash, size]) => toFile(hash as Uint8Array, size as number))
        .filter((file) => file.hash !== spilled.hash),
    };
  }

  /** Forgets values that nothing refers to any more; their files are idle from now on. */
  release(ids: Iterable<number>): void {
    for (const id of new Set(ids)) {
      const used = this.#sql.get(
        `SELECT 1 WHERE EXISTS (SELECT 1 FROM results WHERE body = ?1) OR EXISTS (SELECT 1 FROM entries WHERE body = ?1)
           OR EXISTS (SELECT 1 FROM items WHERE body = ?1)`,
        id,
      );
      if (used) continue;
      const files = this.#sql.all("SELECT file FROM refs WHERE body = ?", id);
      this.#sql.run("DELETE FROM refs WHERE body = ?", id);
      this.#sql.run("DELETE FROM bodies WHERE id = ?", id);
      for (const [file] of files) {
        this.#sql.run(
          "UPDATE files SET idle = ?1 WHERE id = ?2 AND NOT EXISTS (SELECT 1 FROM refs WHERE file = ?2)",
          this.#now(),
          file!,
        );
      }
    }
  }

  #file(file: StoredFile): number {
    const hash = Buffer.from(file.hash, "hex");
    this.#sql.run(
      "INSERT INTO files (hash, size) VALUES (?, ?) ON CONFLICT (hash) DO UPDATE SET idle = NULL",
      hash,
      file.size,
    );
    return Number(this.#sql.get("SELECT id FROM files WHERE hash = ?", hash)![0]);
  }
}

function filesOf(stored: StoredValue): readonly StoredFile[] {
  if ("spilled" in stored) return [stored.spilled, ...stored.files];
  return [...filesIn(stored.json)].map((ref) => ({ hash: ref.$file, size: ref.size }));
}

function unpack(data: Uint8Array): Value {
  return JSON.parse(inflateRawSync(data, { dictionary: DICTIONARY }).toString()) as Value;
}

function toFile(hash: Uint8Array, size: number): StoredFile {
  return { hash: Buffer.from(hash).toString("hex"), size };
}

/** Keys are hashes in nearly all cases, and half as long as bytes; others are kept as their text. */
export function packKey(key: string): Uint8Array {
  const hex = /^(?:[0-9a-f]{2})+$/.test(key);
  return Buffer.concat([Buffer.from([hex ? 0 : 1]), Buffer.from(key, hex ? "hex" : "utf8")]);
}

export function unpackKey(packed: Uint8Array): string {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  return bytes.toString(bytes[0] === 0 ? "hex" : "utf8", 1);
}
