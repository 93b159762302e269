import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { StepError } from "../../failures/failure.ts";
import type { ContentStore } from "../../content/content-store.ts";
import { makePrivateFolder } from "../../files/private-files.ts";
import { receiveManifest, type CodeManifest } from "./manifest.ts";
import type { InstallPackages } from "./packages.ts";

/** Bytes of one file of code. */
const largestModule = 64 * 1024 * 1024;

export interface CodeFolderOptions {
  /** The folder for all of them. */
  readonly folder: string;
  readonly store: ContentStore;
  /** Undefined: code that needs npm packages is not run. */
  readonly install: InstallPackages | undefined;
}

/** Code on this machine. */
export interface CodeFolder {
  readonly folder: string;
  /** Path of the workflow file in it. */
  readonly file: string;
}

/** Makes a folder with the code of a manifest, once. */
export async function codeFolder(
  hash: string,
  { folder, store, install }: CodeFolderOptions,
  signal: AbortSignal,
): Promise<CodeFolder> {
  const manifest = await receiveManifest(hash, store, signal);
  const target = join(folder, hash);
  if (!existsSync(target)) await make(manifest, target, store, signal);
  if (manifest.packages !== undefined) await withPackages(manifest, join(target, manifest.packages), install);
  return { folder: target, file: join(target, manifest.entry) };
}

async function make(
  manifest: CodeManifest,
  target: string,
  store: ContentStore,
  signal: AbortSignal,
): Promise<void> {
  // Under another name until it is whole; several workers of one machine share the folder.
  const unfinished = `${target}.${randomUUID()}`;
  await makePrivateFolder(unfinished);
  try {
    for (const { path, hash } of manifest.files) {
      const file = join(unfinished, path);
      await mkdir(dirname(file), { recursive: true });
      await copyFile(await store.fetchFile(hash, { largest: largestModule, signal }), file);
    }
    await rename(unfinished, target).catch((error: unknown) => {
      if (!existsSync(target)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function withPackages(
  manifest: CodeManifest,
  folder: string,
  install: InstallPackages | undefined,
): Promise<void> {
  const link = join(folder, "node_modules");
  if (existsSync(link) || !(await needsPackages(join(folder, "package.json")))) return;
  if (!install)
    throw new StepError({
      message: `'${manifest.entry}' needs npm packages, and this worker may not install any.`,
      help: "Start the worker with --allow-install: then it installs what package-lock.json names, once, in a folder of its own.",
    });
  const lock = await readFile(join(folder, "package-lock.json"));
  const installed = await install(createHash("sha256").update(lock).digest("hex"), folder);
  await symlink(join(installed, "node_modules"), link, "junction").catch((error: unknown) => {
    if (!existsSync(link)) throw error;
  });
}

/** Whether anything is needed besides `daggr`, which every worker has. */
async function needsPackages(file: string): Promise<boolean> {
  const { dependencies = {} } = JSON.parse(await readFile(file, "utf8")) as {
    dependencies?: Readonly<Record<string, unknown>>;
  };
  return Object.keys(dependencies).some((name) => name !== "daggr");
}
