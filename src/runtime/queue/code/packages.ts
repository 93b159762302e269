import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { StepError } from "../../failures/failure.ts";
import { withoutSecrets } from "../../failures/redact.ts";
import { makePrivateFolder } from "../../files/private-files.ts";

/** Installs the npm packages of a lock. Resolves with the folder whose `node_modules` has them. */
export type InstallPackages = (lock: string, folder: string) => Promise<string>;

/** Milliseconds. */
const installLimit = 15 * 60_000;

/** Each lock is installed once, in a folder of its own. @param folder for all of them */
export function packageInstaller(folder: string): InstallPackages {
  const installing = new Map<string, Promise<string>>();
  return (lock, from) => {
    const known = installing.get(lock) ?? installOnce(join(folder, lock), from);
    installing.set(lock, known);
    known.catch(() => installing.delete(lock));
    return known;
  };
}

async function installOnce(target: string, from: string): Promise<string> {
  if (existsSync(target)) return target;
  const unfinished = `${target}.${randomUUID()}`;
  await makePrivateFolder(unfinished);
  try {
    for (const name of ["package.json", "package-lock.json"])
      await copyFile(join(from, name), join(unfinished, name));
    await npmCi(unfinished);
    await rename(unfinished, target).catch((error: unknown) => {
      if (!existsSync(target)) throw error;
    });
    return target;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function npmCi(folder: string): Promise<void> {
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  try {
    await promisify(execFile)(npm, ["ci", "--omit=dev", "--no-audit", "--no-fund"], {
      cwd: folder,
      timeout: installLimit,
      env: withoutSecrets(process.env),
      shell: process.platform === "win32",
    });
  } catch (error) {
    const { stderr = "", message } = error as Error & { stderr?: string };
    throw new StepError({
      message: `npm could not install the workflow's packages: ${(stderr || message).trim().slice(-1000)}`,
      help: "Run 'npm ci' beside the workflow file to see whether its lock is right.",
    });
  }
}
