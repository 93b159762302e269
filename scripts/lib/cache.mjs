// @ts-check
// Installs folders into the cache so that an unfinished one is never used.
import { existsSync } from "node:fs";
import { mkdir, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cacheFolder, inCache } from "./paths.mjs";

/**
 * Makes a folder of the cache once: `build` fills a temporary folder, which is renamed when it is complete.
 * @param {string} name
 * @param {(folder: string) => Promise<void>} build
 * @returns {Promise<string>} the folder
 */
export async function installOnce(name, build) {
  const folder = inCache(name);
  if (existsSync(folder)) return folder;
  return withLock(name, async () => {
    if (existsSync(folder)) return folder;
    const temporary = inCache(`${name}.tmp`);
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary, { recursive: true });
    say(`installing ${name} into ${cacheFolder}`);
    await build(temporary);
    await rename(temporary, folder);
    return folder;
  });
}

/**
 * The same for a folder that cannot be moved afterwards: built in place, a marker file being written last. The marker holds
 * `version`; with another version in the folder, it is built again.
 * @param {string} name
 * @param {string} version
 * @param {(folder: string) => Promise<void>} build
 * @returns {Promise<string>} the folder
 */
export async function installInPlace(name, version, build) {
  const folder = inCache(name);
  const marker = join(folder, ".installed");
  const isWhole = async () => (await readFile(marker, "utf8").catch(() => "")).trim() === version;
  if (await isWhole()) return folder;
  return withLock(name, async () => {
    if (await isWhole()) return folder;
    await rm(folder, { recursive: true, force: true });
    say(`installing ${name} into ${cacheFolder}`);
    await build(folder);
    await writeFile(marker, `${version}\n`);
    return folder;
  });
}

/**
 * Two checkouts may fill the cache at once: the second waits for the first, unless that one has died.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} task
 * @returns {Promise<T>}
 */
async function withLock(name, task) {
  await mkdir(cacheFolder, { recursive: true });
  const path = inCache(`${name}.lock`);
  for (let announced = false; ;) {
    try {
      const file = await open(path, "wx");
      await file.writeFile(String(process.pid));
      await file.close();
      break;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    }
    const holder = Number(await readFile(path, "utf8").catch(() => ""));
    if (holder && !isAlive(holder)) await rm(path, { force: true });
    else {
      if (!announced) say(`waiting for another process (${holder}) that installs ${name}`);
      announced = true;
      await sleep(500);
    }
  }
  try {
    return await task();
  } finally {
    await rm(path, { force: true });
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/** @param {string} text */
export function say(text) {
  console.log(`> ${text}`);
}
