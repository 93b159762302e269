import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as vscode from "vscode";

/** Loaded by a fresh extension host: how long loading the extension's bundle takes, and how long its `activate()`. */
export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension("daggr.daggr-vscode");
  if (!extension || extension.isActive) throw new Error("The extension is missing or active already.");
  const { main } = extension.packageJSON as { main: string };
  const start = performance.now();
  // VS Code then finds the module loaded.
  createRequire(__filename)(join(extension.extensionPath, main));
  const loaded = performance.now();
  await extension.activate();
  const times = { load: loaded - start, activate: performance.now() - loaded };
  writeFileSync(process.env.DAGGR_TEST_REPORT ?? "", JSON.stringify(times));
}
