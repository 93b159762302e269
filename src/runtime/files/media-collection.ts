import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Disk } from "./disk.ts";
import { INCOMING } from "./media-folder.ts";

export interface CollectOptions {
  readonly disk: Disk;
  readonly folder: string;
  /** When something last referred to a content (milliseconds since 1970), or that something does; undefined: not known. */
  readonly usedAt: (hash: string) => number | "now" | undefined;
  /** What was used after this time stays: a step may have made it and not yet been saved, or an undo may want it back. */
  readonly before: number;
}

/** Marks contents as used now, for a process that uses files which no database on disk names. */
export async function renewMedia(
  disk: Disk,
  folder: string,
  hashes: readonly string[],
  now: number,
): Promise<void> {
  for (const hash of hashes) {
    // What somebody removed cannot be kept.
    await disk.touch(join(folder, hash.slice(0, 2), hash), now).catch(() => {});
  }
}

/** Removes files that nothing refers to. Gives how many contents went. */
export async function collectMedia({ disk, folder, usedAt, before }: CollectOptions): Promise<number> {
  let removed = 0;
  for (const shard of await disk.list(folder)) {
    if (!/^[0-9a-f]{2}$/.test(shard)) continue;
    for (const hash of await disk.list(join(folder, shard))) {
      const used = usedAt(hash);
      if (used === "now" || (used ?? 0) >= before) continue;
      if (await removeUnused(disk, folder, join(folder, shard, hash), before)) removed += 1;
    }
  }
  for (const name of await disk.list(join(folder, INCOMING))) {
    const path = join(folder, INCOMING, name);
    const stat = await disk.stat(path);
    if (stat && stat.changedAt < before) await disk.remove(path);
  }
  return removed;
}

async function removeUnused(disk: Disk, folder: string, content: string, before: number): Promise<boolean> {
  const stat = await disk.stat(content);
  if (stat?.kind !== "folder" || stat.changedAt >= before) return false;
  // Moved away first: if another process took the same content in meanwhile, the folder's new time shows that, and it goes back.
  await disk.makeFolder(join(folder, INCOMING));
  const away = join(folder, INCOMING, randomUUID());
  await disk.rename(content, away);
  const moved = await disk.stat(away);
  if (moved && moved.changedAt >= before) {
    if (!(await disk.stat(content))) {
      await disk.rename(away, content);
      return false;
    }
  }
  await disk.remove(away);
  return true;
}
