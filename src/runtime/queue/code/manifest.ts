import { readFile, realpath, stat } from "node:fs/promises";
import { existsSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import * as v from "valibot";
import type { ContentStore } from "../../content/content-store.ts";
import type { WorkflowDescription } from "../../graph/description.ts";

/** The code of one version of a workflow, by content. It holds no secret: a `.env` stays where it is. */
export interface CodeManifest {
  /** The workflow file. Paths are relative to a common folder, with `/`. */
  readonly entry: string;
  readonly files: readonly { readonly path: string; readonly hash: string }[];
  /** The folder with the lock of its npm packages; left out where it has none. */
  readonly packages?: string;
}

const path = v.pipe(
  v.string(),
  v.check((text) => isInside(text), "leads out of its folder"),
);

const schema = v.object({
  entry: path,
  files: v.array(v.object({ path, hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) })),
  packages: v.optional(path),
}) satisfies v.GenericSchema<CodeManifest>;

/** @throws where it is none */
function parseManifest(text: string): CodeManifest {
  return v.parse(schema, JSON.parse(text));
}

/** Code in the file store. */
export interface SentCode {
  /** Of its manifest. */
  readonly hash: string;
  /** The folder that its paths are relative to. */
  readonly root: string;
}

/** Puts the code of a loaded workflow into the store. */
export async function sendCode(description: WorkflowDescription, store: ContentStore): Promise<SentCode> {
  const given = description.files.filter((file) => existsSync(file) && !isEnvironment(file));
  const modules = await Promise.all(given.map(inRealFolder));
  const entry = await inRealFolder(description.file);
  const lock = lockAbove(dirname(entry));
  const locks = lock === undefined ? [] : [join(lock, "package.json"), join(lock, "package-lock.json")];
  const all = [...new Set([entry, ...modules, ...locks])];
  const root = all.map((file) => dirname(file)).reduce(commonFolder);
  const named = (file: string) => relative(root, file).split(sep).join("/");
  const files: { path: string; hash: string }[] = [];
  for (const file of all.sort())
    if ((await stat(file)).isFile()) files.push({ path: named(file), hash: await store.putFile(file) });
  const packages = lock === undefined ? {} : { packages: named(lock) || "." };
  const manifest: CodeManifest = { entry: named(entry), files, ...packages };
  return { hash: await store.putBytes(Buffer.from(JSON.stringify(manifest))), root };
}

/** @throws where the store has none under the hash */
export async function receiveManifest(
  hash: string,
  store: ContentStore,
  signal: AbortSignal,
): Promise<CodeManifest> {
  const file = await store.fetchFile(hash, { largest: 16 * 1024 * 1024, signal });
  return parseManifest(await readFile(file, "utf8"));
}

/** A link keeps its name, and code may ask for it or for what it leads to: both are among the files. */
async function inRealFolder(file: string): Promise<string> {
  return join(await realpath(dirname(file)), basename(file));
}

function isEnvironment(file: string): boolean {
  return /^\.env(\.|$)/.test(basename(file));
}

/** The nearest folder whose npm packages are locked. */
function lockAbove(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, "package.json")))
      return existsSync(join(at, "package-lock.json")) ? at : undefined;
    if (dirname(at) === at) return undefined;
  }
}

function commonFolder(one: string, other: string): string {
  let folder = one;
  while (relative(folder, other).startsWith("..")) folder = dirname(folder);
  return folder;
}

function isInside(text: string): boolean {
  return (
    text !== "" &&
    !text.includes("\\") &&
    !text.startsWith("/") &&
    !/^[a-z]:/i.test(text) &&
    !text.split("/").includes("..")
  );
}
