import { randomUUID } from "node:crypto";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { nodeDisk } from "../files/node-disk.ts";

/** Copies that are being written, and those that are on their way out. */
export const INCOMING = "incoming";
/** Milliseconds for which a copy counts as in use after it was marked as used. */
export const lease = 10 * 60 * 1000;
/** Milliseconds after which a copy that is being written was left behind by a process that ended. */
const LEFT_BEHIND = 24 * 60 * 60 * 1000;
/** Share of the limit down to which room is made, so that it is not made for each copy. */
const DOWN_TO = 0.9;

interface Copy {
  readonly path: string;
  readonly size: number;
  readonly usedAt: number;
}

/** Keeps the copies of a cache within a limit: those that were used least recently go first, and those in use stay. */
export class CacheRoom {
  readonly #folder: string;
  readonly #limit: number;
  readonly #now: () => number;
  /** Bytes that may come until the folder is looked at again. */
  #unseen = 0;

  constructor(folder: string, limit: number, now: () => number) {
    this.#folder = folder;
    this.#limit = limit;
    this.#now = now;
  }

  /** To be told of each new copy. */
  async taken(size: number): Promise<void> {
    this.#unseen -= size;
    if (this.#unseen >= 0) return;
    const left = await this.#makeRoom();
    // Another process may take the other half.
    this.#unseen = (this.#limit - left) / 2;
  }

  /** Gives the bytes that are there afterwards. */
  async #makeRoom(): Promise<number> {
    await this.#removeLeftBehind();
    const copies = await this.#copies();
    let total = copies.reduce((sum, { size }) => sum + size, 0);
    if (total <= this.#limit) return total;
    const since = this.#now() - lease;
    for (const copy of copies.sort((a, b) => a.usedAt - b.usedAt)) {
      if (total <= this.#limit * DOWN_TO || copy.usedAt > since) break;
      if (await this.#remove(copy, since)) total -= copy.size;
    }
    return total;
  }

  async #copies(): Promise<Copy[]> {
    const copies: Copy[] = [];
    for (const shard of await nodeDisk.list(this.#folder)) {
      if (!/^[0-9a-f]{2}$/.test(shard)) continue;
      for (const name of await nodeDisk.list(join(this.#folder, shard))) {
        const path = join(this.#folder, shard, name);
        const there = await stat(path).catch(() => undefined);
        if (there?.isFile()) copies.push({ path, size: there.size, usedAt: there.atimeMs });
      }
    }
    return copies;
  }

  /** Moved away first: where another process used it meanwhile, its new time shows that, and it goes back. */
  async #remove({ path }: Copy, since: number): Promise<boolean> {
    const away = join(this.#folder, INCOMING, randomUUID());
    try {
      await nodeDisk.rename(path, away);
      if ((await stat(away)).atimeMs > since) {
        await nodeDisk.rename(away, path);
        return false;
      }
      await nodeDisk.remove(away);
      return true;
    } catch {
      // Another process removed it.
      return false;
    }
  }

  async #removeLeftBehind(): Promise<void> {
    for (const name of await nodeDisk.list(join(this.#folder, INCOMING))) {
      const path = join(this.#folder, INCOMING, name);
      const there = await stat(path).catch(() => undefined);
      // Each of its times: of one on its way out, the time of change says nothing.
      if (there && this.#now() - Math.max(there.mtimeMs, there.ctimeMs) > LEFT_BEHIND)
        await nodeDisk.remove(path).catch(() => {});
    }
  }
}
