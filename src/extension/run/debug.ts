import * as vscode from "vscode";
import type { Session } from "../engine/sessions.ts";
import type { ExtensionServices } from "../feature.ts";

/** Runs a node in a workflow process of its own that waits for VS Code's JavaScript debugger. */
export async function debugNode(
  { engine }: ExtensionServices,
  session: Session,
  node: string,
  testRun?: vscode.TestRun,
): Promise<void> {
  const { port } = await (await engine.calls()).debug({ session: session.id, node });
  await attachDebugger({ name: node, file: session.file, port }, testRun);
}

/** Attaches VS Code's JavaScript debugger to a workflow process that waits for it. Resolves with whether that worked. */
export function attachDebugger(
  { name, file, port }: { readonly name: string; readonly file: vscode.Uri; readonly port: number },
  testRun?: vscode.TestRun,
): Thenable<boolean> {
  const attach: vscode.DebugConfiguration = {
    type: "node",
    request: "attach",
    name: vscode.l10n.t("Daggr: {0}", name),
    address: "127.0.0.1",
    port,
    continueOnAttach: true,
    skipFiles: ["<node_internals>/**", "**/daggr-module.mjs", "**/workflow-process.cjs"],
  };
  const folder = vscode.workspace.getWorkspaceFolder(file);
  return vscode.debug.startDebugging(folder, attach, testRun && { testRun });
}
