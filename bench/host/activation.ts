import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as vscode from "vscode";

/** In milliseconds. */
export interface ActivationTimes {
  /** Loading the extension's bundle. */
  readonly load: number;
  /** Its `activate()`. */
  readonly activate: number;
  /** Both, and all that VS Code does around them. */
  readonly whole: number;
}

export type ActivationReport =
  | { readonly type: "measured"; readonly ours: ActivationTimes; readonly theirs: ActivationTimes }
  | { readonly type: "failed"; readonly why: string };

/** Loaded by a fresh extension host, in which none of these extensions is active. */
export async function run(): Promise<void> {
  const report = await measured().catch((error: unknown): ActivationReport => {
    return { type: "failed", why: error instanceof Error ? error.message : String(error) };
  });
  writeFileSync(process.env.DAGGR_TEST_REPORT ?? "", JSON.stringify(report));
}

async function measured(): Promise<ActivationReport> {
  // Who comes first waits for what VS Code makes once.
  await activated("vscode.search-result");
  const theirs = await activated("vscode.media-preview");
  return { type: "measured", theirs, ours: await activated("daggr.daggr-vscode") };
}

async function activated(id: string): Promise<ActivationTimes> {
  const extension = vscode.extensions.getExtension(id);
  if (!extension || extension.isActive) throw new Error(`${id} is missing or active already.`);
  const { main } = extension.packageJSON as { main: string };
  const require = createRequire(__filename);
  const path = require.resolve(join(extension.extensionPath, main));
  if (require.cache[path]) throw new Error(`${id} is loaded already.`);
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
  return { load, activate, whole: load + performance.now() - before };
}
