import { randomUUID } from "node:crypto";
import { lstat, mkdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ApiInfo } from "../gradio/schema/api-info.ts";
import type { ModelInfo } from "../hub/model-info.ts";
import { declarationOf } from "./declaration.ts";
import { emptyLock, lockedModel, lockedSpace, lockText, parseLock, type Lock } from "./lock.ts";
import { declarationName, lockName, typesFolder } from "./names.ts";

/** Bytes of a lock file that is read. */
const maxLock = 16 * 1024 * 1024;

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
  for (const { api } of services.spaces) {
    const path = join(types, declarationName(api.space));
    const text = declarationOf(api);
    if (text === undefined) await rm(path, { force: true });
    else await put(path, text);
  }
  const lock: Lock = all
    ? now
    : {
        ...now,
        spaces: { ...before.spaces, ...now.spaces },
        models: { ...before.models, ...now.models },
      };
  for (const space of Object.keys(before.spaces))
    if (!Object.hasOwn(lock.spaces, space)) await rm(join(types, declarationName(space)), { force: true });
  await put(join(folder, lockName), lockText(lock));
  return written;
}

const ignored = `# "daggr types" writes these again; ${lockName} is what belongs into the repository.
/*-????????.d.ts
/.gitignore
`;

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
