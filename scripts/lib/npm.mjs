// @ts-check
// npm: the project's own dependencies, and packages installed into the cache.
import { statSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { say } from "./cache.mjs";
import { inRoot, root } from "./paths.mjs";
import { run } from "./run.mjs";

/**
 * Installs one package, pinned, into a folder of its own. Its install scripts must run (newer npm asks before they do).
 * @param {string} folder
 * @param {string} spec name@version
 * @param {Record<string, string>} [env]
 */
export async function npmInstallInto(folder, spec, env = {}) {
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true }));
  await run("npm", ["install", "--no-audit", "--no-fund", "--save-exact", spec], {
    cwd: folder,
    env: {
      // What the npm that runs this script says of itself would be taken for the other one's: install scripts read it.
      npm_config_user_agent: undefined,
      npm_execpath: undefined,
      npm_node_execpath: undefined,
      ...env,
      npm_config_ignore_scripts: "false",
      npm_config_dangerously_allow_all_scripts: "true",
    },
    quiet: true,
    what: `npm install ${spec}`,
  });
}

/** Installs the project's dependencies when they are missing or older than the lock file. */
export async function installDependencies() {
  const installed = modified(inRoot("node_modules", ".package-lock.json"));
  if (installed >= modified(inRoot("package-lock.json"))) return;
  say("installing the npm dependencies (npm ci)");
  await run("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: root,
    env: { npm_config_ignore_scripts: "false" },
    quiet: true,
    what: "npm ci",
  });
}

/** @param {string} path @returns {number} 0 when there is no such file */
function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
