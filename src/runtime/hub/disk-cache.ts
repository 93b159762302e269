import { createHash, randomUUID } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { redactValue, withoutKnown } from "../failures/secrets.ts";
import { makePrivateFolder, writePrivateFile } from "../files/private-files.ts";

export interface Cached<T> {
  readonly value: T;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
}

interface Entry {
  readonly cached: Cached<unknown> | undefined;
  /** Of the file, so that another window's newer answer is seen. */
  readonly modified: number;
  readonly lookedAt: number;
}

/** How long a value in memory is trusted before the file is looked at again, in milliseconds. */
const lookAgain = 1_000;

/** In place of a file's time: the value may not have reached the disk. */
const unsaved = -1;

/**
 * Answers of the Hub and of Spaces as JSON files with their age, shared by all windows. A damaged or missing file is no
 * answer. Reading is synchronous, since the checker asks between two key presses; the files are small.
 */
export class DiskCache {
  readonly #entries = new Map<string, Entry>();

  readonly folder: string;

  /** `root` is shared with other things that are remembered. */
  constructor(root: string) {
    this.folder = join(root, "api");
  }

  get<T>(kind: string, key: string): Cached<T> | undefined {
    const path = this.#path(kind, key);
    const known = this.#entries.get(path);
    if (known && Date.now() - known.lookedAt < lookAgain) return known.cached as Cached<T> | undefined;
    const modified = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (known && (known.modified === modified || (known.modified === unsaved && modified === 0))) {
      this.#entries.set(path, { ...known, lookedAt: Date.now() });
      return known.cached as Cached<T> | undefined;
    }
    const cached = modified ? readJson(path) : undefined;
    this.#entries.set(path, { cached, modified, lookedAt: Date.now() });
    return cached as Cached<T> | undefined;
  }

  /** Kept in memory even where the disk does not take it, without secrets: an app may describe itself with any words. */
  async set<T>(kind: string, key: string, value: T): Promise<Cached<T>> {
    const path = this.#path(kind, key);
    const cached = { value: redactValue(value), savedAt: Date.now() };
    this.#entries.set(path, { cached, modified: unsaved, lookedAt: Date.now() });
    try {
      await makePrivateFolder(join(this.folder, kind));
      const temporary = `${path}.${randomUUID()}`;
      await writePrivateFile(temporary, JSON.stringify({ key: withoutKnown(key), ...cached }));
      await rename(temporary, path);
    } catch {
      // A full or read-only disk only costs another request later.
    }
    return cached;
  }

  async clear(): Promise<void> {
    this.#entries.clear();
    await rm(this.folder, { recursive: true, force: true });
  }

  #path(kind: string, key: string): string {
    return join(this.folder, kind, `${createHash("sha256").update(key).digest("hex").slice(0, 32)}.json`);
  }
}

function readJson(path: string): Cached<unknown> | undefined {
  try {
    const { value, savedAt } = JSON.parse(readFileSync(path, "utf8")) as Partial<Cached<unknown>>;
    return value !== undefined && typeof savedAt === "number" ? { value, savedAt } : undefined;
  } catch {
    return undefined;
  }
}
