// @ts-check
// The Node that the VS Code server is built for and runs on, from the npm registry.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { installOnce } from "./cache.mjs";
import { inCache } from "./paths.mjs";
import { npmInstallInto } from "./npm.mjs";

const version = "24.21.0";
const packageName = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;

/** The package's folder, with `bin/` and, for native modules, `include/`. */
const packageFolder = inCache("node-24", "node_modules", packageName);

/** Node 24's executable. It is there after `installNode24`. */
export const node24 = join(packageFolder, "bin", process.platform === "win32" ? "node.exe" : "node");

/** An environment in which Node 24 comes first, and native modules are built for it without a download of its headers. */
export const node24Environment = () => ({
  PATH: `${dirname(node24)}:${process.env.PATH}`,
  npm_config_nodedir: packageFolder,
});

/** @returns {Promise<string>} Node 24's executable */
export async function installNode24() {
  await installOnce("node-24", (folder) => npmInstallInto(folder, `${packageName}@${version}`));
  if (!existsSync(node24)) throw new Error(`There is no Node 24 for this machine: ${node24} is missing.`);
  return node24;
}
