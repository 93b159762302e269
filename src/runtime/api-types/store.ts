import { randomUUID } from "node:crypto";
import { lstat, mkdir, readdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ApiInfo } from "../gradio/schema/api-info.ts";
import type { ModelInfo } from "../hub/model-info.ts";
import { declarationFile, readDeclarations, withSpaces, type Declarations } from "./declaration-file.ts";
import { emptyLock, lockedModel, lockedSpace, lockText, parseLock, type Lock } from "./lock.ts";
import { declarationName, isEarlierName, lockName, typesFolder } from "./names.ts";

/** Bytes of a lock file that is read. */
const maxLock = 16 * 1024 * 1024;

/** Bytes of a file of declarations that is read. */
const maxDeclarations = 64 * 1024 * 1024;

/** What was asked of the services that workflows name. */
export interface KnownServices {
  readonly spaces: readonly { readonly api: ApiInfo; readonly commit?: string }[];
  readonly models: readonly ModelInfo[];
}

/** The lock that these services would have. */
export function lockOf({ spaces, models }: KnownServices): Lock {
  return {
    version: 1,
    spaces: Object.fromEntries(spaces.map(({ api, commit }) => [api.space, lockedSpace(api, commit)])),
    models: Object.fromEntries(models.map((model) => [model.id, lockedModel(model)])),
  };
}

/**
 * The lock of a folder; an empty one where there is none.
 * @throws Error where there is one that cannot be read
 */
export async function readLock(folder: string): Promise<Lock> {
  const path = join(folder, lockName);
  const there = await lstat(path).catch(() => undefined);
  if (there === undefined) return emptyLock;
  if (!there.isFile() || there.size > maxLock)
    throw new Error(`'${path}' is no file of at most 16 MB. Move it away, then run "daggr types" again.`);
  return parseLock(await readFile(path, "utf8"));
}

/**
 * Writes the declarations of Spaces into a folder, and its lock. What the lock knows of other Spaces and models stays, unless these
 * services are all that the folder's workflows name.
 *
 * @returns the paths of the files that are new or changed
 * @throws Error where something of these names is a link or no file, which would lead elsewhere
 */
export async function writeTypes(
  folder: string,
  services: KnownServices,
  { all = false }: { readonly all?: boolean } = {},
): Promise<readonly string[]> {
  const before = await readLock(folder);
  const now = lockOf(services);
  const types = await ownFolder(folder);
  const written: string[] = [];
  const put = async (path: string, text: string) => {
    if (await replace(path, text)) written.push(path);
  };
  await put(join(types, ".gitignore"), ignored);
  const lock: Lock = all
    ? now
    : {
        ...now,
        spaces: { ...before.spaces, ...now.spaces },
        models: { ...before.models, ...now.models },
      };
  const earlier = await earlierFiles(types);
  const known = await readDeclared([...earlier, join(types, declarationName)]);
  const locked = new Map([...known].filter(([space]) => Object.hasOwn(lock.spaces, space)));
  const declarations = withSpaces(
    locked,
    services.spaces.map(({ api }) => api),
  );
  await put(join(types, declarationName), declarationFile(declarations));
  for (const path of earlier) await rm(path, { force: true });
  await put(join(folder, lockName), lockText(lock));
  return written;
}

const ignored = `# "daggr types" writes these again; ${lockName} is what belongs into the repository.
/${declarationName}
/.gitignore
`;

/** The declarations of a folder as they are; none where there are none. */
export function readFolderDeclarations(folder: string): Promise<Declarations> {
  return readDeclared([join(folder, typesFolder, declarationName)]);
}

/** What files declare, the last one in the first place. A file that cannot be read declares nothing. */
async function readDeclared(paths: readonly string[]): Promise<Declarations> {
  const declared = new Map<string, string>();
  for (const path of paths) {
    const there = await lstat(path).catch(() => undefined);
    if (!there?.isFile() || there.size > maxDeclarations) continue;
    for (const [space, text] of readDeclarations(await readFile(path, "utf8"))) declared.set(space, text);
  }
  return declared;
}

/** What an earlier version wrote into the folder of the types. */
async function earlierFiles(types: string): Promise<readonly string[]> {
  const entries = await readdir(types, { withFileTypes: true });
  return entries
    .filter((one) => one.isFile() && isEarlierName(one.name))
    .map(({ name }) => join(types, name));
}

/** The folder of the types, made where there is none. Links are not followed: a folder from elsewhere may have any. */
async function ownFolder(folder: string): Promise<string> {
  const types = join(folder, typesFolder);
  await mkdir(types, { recursive: true });
  if ((await realpath(types)) !== join(await realpath(folder), typesFolder))
    throw new Error(
      `'${types}' leads to another folder by a link. Remove the link: types are written nowhere else.`,
    );
  return types;
}

/** Puts a whole file in place. False where it was there already. */
async function replace(path: string, text: string): Promise<boolean> {
  const there = await lstat(path).catch(() => undefined);
  if (there !== undefined && !there.isFile())
    throw new Error(`'${path}' is a link or no file. Move it away: types are written nowhere else.`);
  if (there?.size === Buffer.byteLength(text) && (await readFile(path, "utf8")) === text) return false;
  const temporary = join(dirname(path), `.${randomUUID()}`);
  try {
    await writeFile(temporary, text, { flag: "wx" });
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
  return true;
}
