import { join } from "node:path";
import { errorCode, type Disk } from "../../files/disk.ts";

const NAME = "checkpoint.lock";
/** A checkpoint takes about a second; whoever holds the lock for longer hangs, or its number went to another process. */
const LONGEST = 10 * 60 * 1000;

export interface Owner {
  readonly pid: number;
  readonly host: string;
}

/**
 * Keeps two processes from writing an image at the same time. Journals need no lock, and two images at once would lose
 * nothing either (see `local-store.ts`): so it is enough that this nearly always holds. Undefined: somebody else has it.
 */
export async function takeLock(
  disk: Disk,
  folder: string,
  owner: Owner,
  now: number,
): Promise<{ release(): Promise<void> } | undefined> {
  const path = join(folder, NAME);
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    try {
      const file = await disk.create(path);
      try {
        await file.append(Buffer.from(JSON.stringify(owner)));
      } finally {
        await file.close();
      }
      return { release: () => disk.remove(path) };
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw error;
      if (!(await isLeftOver(disk, path, owner, now))) return undefined;
      await disk.remove(path);
    }
  }
  return undefined;
}

async function isLeftOver(disk: Disk, path: string, self: Owner, now: number): Promise<boolean> {
  const stat = await disk.stat(path);
  if (!stat) return true;
  if (now - stat.changedAt > LONGEST) return true;
  try {
    const owner = JSON.parse(Buffer.from(await disk.readFile(path)).toString()) as Owner;
    return owner.host === self.host && !isAlive(owner.pid);
  } catch {
    // Being written just now, or cut off by a crash: then its age decides.
    return false;
  }
}

/** Whether a process of this machine runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
}
