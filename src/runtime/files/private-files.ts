import { chmodSync, constants, mkdirSync, statSync, writeFileSync } from "node:fs";
import { chmod, copyFile, mkdir, stat, writeFile } from "node:fs/promises";

// What a person makes is nobody else's: everything that Daggr writes is made by these, so that no other user of the machine
// can read it, whatever the process's mask is. Windows has no such modes; there the rights come from the person's own folder.

export const PRIVATE_FILE = 0o600;
/** A file that not even its owner changes by accident. */
export const PRIVATE_READ_ONLY = 0o400;
const PRIVATE_FOLDER = 0o700;
const OTHERS = 0o077;

/** Makes a folder with all above it. One that others may enter, as an earlier version made it, is closed to them. */
export async function makePrivateFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: PRIVATE_FOLDER });
  const { mode } = await stat(path);
  // A folder of somebody else stays as it is.
  if ((mode & OTHERS) !== 0) await chmod(path, mode & PRIVATE_FOLDER).catch(() => {});
}

export function makePrivateFolderSync(path: string): void {
  mkdirSync(path, { recursive: true, mode: PRIVATE_FOLDER });
  const { mode } = statSync(path);
  if ((mode & OTHERS) === 0) return;
  try {
    chmodSync(path, mode & PRIVATE_FOLDER);
  } catch {
    // A folder of somebody else stays as it is.
  }
}

/** Writes a file that was not there before. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: PRIVATE_FILE, flag: "wx" });
}

export function writePrivateFileSync(path: string, text: string): void {
  writeFileSync(path, text, { mode: PRIVATE_FILE, flag: "wx" });
}

/** Copies a file to where none is, and lets its owner change it. */
export async function copyPrivateFile(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_EXCL);
  await chmod(to, PRIVATE_FILE);
}
