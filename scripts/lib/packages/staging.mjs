// @ts-check
// A package is put together in a folder of its own, with a manifest of its own.
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inRoot } from "../paths.mjs";

/** @returns {Promise<Record<string, any>>} the repository's package.json */
export const readManifest = async () => JSON.parse(await readFile(inRoot("package.json"), "utf8"));

/**
 * Makes the folder anew.
 * @param {string} folder
 * @param {string[]} parts files and folders of the repository
 * @param {object} manifest
 */
export async function stage(folder, parts, manifest) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const part of parts) {
    if (!existsSync(inRoot(part))) throw new Error(`The package needs ${part}, which is missing.`);
    // Source maps may be left from a build for debugging.
    await cp(inRoot(part), join(folder, part), { recursive: true, filter: (path) => !path.endsWith(".map") });
  }
  await writeFile(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * Where a README finds its pictures and links once it stands somewhere else: in the sources of this version.
 * @param {Record<string, any>} manifest
 */
export function addresses({ repository, version }) {
  const repositoryPage = repository.url.replace(/^git\+|\.git$/g, "");
  return {
    pages: `${repositoryPage}/blob/v${version}`,
    pictures: `${repositoryPage}/raw/v${version}`,
  };
}
