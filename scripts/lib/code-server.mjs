// @ts-check
// The VS Code server of the npm package code-server: a real workbench and extension host without a download of VS Code.
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { installOnce } from "./cache.mjs";
import { installNode24, node24Environment } from "./node24.mjs";
import { npmInstallInto } from "./npm.mjs";
import { inCache } from "./paths.mjs";

const version = "4.139.1";
const folderName = `code-server-${version}`;

/** The server's entry file, to be run by Node 24. It is there after `installCodeServer`. */
export const serverMain = inCache(folderName, "node_modules/code-server/lib/vscode/out/server-main.js");

/** Compiles native modules for some minutes the first time. */
export async function installCodeServer() {
  if (process.platform === "win32") {
    throw new Error(
      "The VS Code server does not run on Windows. Put desktop VS Code's `code` on PATH instead.",
    );
  }
  await installNode24();
  await installOnce(folderName, async (folder) => {
    await npmInstallInto(folder, `code-server@${version}`, node24Environment());
    const vscode = join(folder, "node_modules/code-server/lib/vscode");
    // Without its install script the package is there, but the server's own dependencies are not.
    for (const part of ["out/server-main.js", "node_modules/@vscode/spdlog/build", "node_modules/node-pty"]) {
      if (!existsSync(join(vscode, part))) throw new Error(`code-server was installed without ${part}.`);
    }
  });
}

/**
 * Settings of a quiet workbench: nothing between a person and the workflow, nothing that asks the network.
 * @param {string} dataFolder the server's
 * @param {Readonly<Record<string, unknown>>} [more]
 */
export async function writeServerSettings(dataFolder, more = {}) {
  const settings = {
    "workbench.startupEditor": "none",
    "workbench.tips.enabled": false,
    // Dark or light as the browser says.
    "window.autoDetectColorScheme": true,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.enableExperiments": false,
    "chat.disableAIFeatures": true,
    "telemetry.telemetryLevel": "off",
    "extensions.autoUpdate": false,
    "update.mode": "none",
    ...more,
  };
  for (const scope of ["User", "Machine"]) {
    const folder = join(dataFolder, "data", scope);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "settings.json"), JSON.stringify(settings, null, 2));
  }
}
