import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as vscode from "vscode";

export interface ActivationTimes {
  /** Loading the extension's bundle. */
  readonly load: number;
  /** Its `activate()`. */
  readonly activate: number;
  /** All that VS Code does around that. */
  readonly whole: number;
}

/** Loaded by a fresh extension host. */
export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension("daggr.daggr-vscode");
  if (!extension || extension.isActive) throw new Error("The extension is missing or active already.");
  const { main } = extension.packageJSON as { main: string };
  const require = createRequire(__filename);
  const path = require.resolve(join(extension.extensionPath, main));
  const start = performance.now();
  // VS Code then finds the module loaded.
  const own = require(path) as { activate(context: vscode.ExtensionContext): unknown };
  const load = performance.now() - start;
  let activate = NaN;
  const timed = (context: vscode.ExtensionContext) => {
    const called = performance.now();
    const services = own.activate(context);
    activate = performance.now() - called;
    return services;
  };
  require.cache[path]!.exports = { ...own, activate: timed };
  const before = performance.now();
  await extension.activate();
  const times: ActivationTimes = { load, activate, whole: performance.now() - before };
  writeFileSync(process.env.DAGGR_TEST_REPORT ?? "", JSON.stringify(times));
}
