import { open, readFile, rm, stat, utimes } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { isAlive } from "../../process/is-alive.ts";

/** In milliseconds: between two checks of a held lock, between two heartbeats, and until a lock without a heartbeat is dead. */
const poll = 500;
const beat = 5_000;
const dead = 30_000;

/** Runs while no other process on this machine holds the same lock file. The lock of a dead process does not count. */
export async function withFileLock<T>(
  path: string,
  signal: AbortSignal,
  run: () => Promise<T>,
  onWait: () => void,
): Promise<T> {
  while (!(await take(path))) {
    onWait();
    await delay(poll, undefined, { signal });
  }
  const alive = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => {}), beat);
  alive.unref();
  try {
    return await run();
  } finally {
    clearInterval(alive);
    await rm(path, { force: true });
  }
}

async function take(path: string): Promise<boolean> {
  try {
    const file = await open(path, "wx");
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const holder = Number(await readFile(path, "utf8").catch(() => ""));
  const age = Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? Date.now());
  if (age > dead || (holder && !isAlive(holder))) await rm(path, { force: true });
  return false;
}
