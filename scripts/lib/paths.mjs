// @ts-check
// Where things are: the project, and the folder in which tools and test environments are kept between runs.
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root. */
export const root = resolve(fileURLToPath(new URL("../..", import.meta.url)));

/** Kept between runs and shared by all checkouts of a user: Node 24, the VS Code server, Python environments. */
export const cacheFolder =
  process.env.DAGGR_TEST_CACHE ||
  join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "daggr-vscode");

/** @param {string[]} parts @returns {string} a path inside the cache */
export const inCache = (...parts) => join(cacheFolder, ...parts);

/** @param {string[]} parts @returns {string} a path inside the repository */
export const inRoot = (...parts) => join(root, ...parts);
