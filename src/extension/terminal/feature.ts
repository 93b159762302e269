import { delimiter, join } from "node:path";
import * as vscode from "vscode";
import type { Feature } from "../feature.ts";

/**
 * The command `daggr` in VS Code's terminals. VS Code remembers this for a workspace, so that the next window's first terminal has it
 * before the extension is activated, and forgets it when the extension is disabled or removed.
 */
export const terminalFeature: Feature = {
  register({ context }) {
    const variables = context.environmentVariableCollection;
    variables.description = vscode.l10n.t(
      "Adds the command `daggr`, which checks, runs and serves workflow files.",
    );
    // The second: where a shell's own start-up files make a new PATH, as login shells on macOS do.
    const when = { applyAtProcessCreation: true, applyAtShellIntegration: true };
    variables.prepend("PATH", `${join(context.extensionPath, "dist", "bin")}${delimiter}`, when);
    // For a machine without Node: the launcher says that this one, which may be Electron, is to behave like it.
    variables.replace("DAGGR_VSCODE_NODE", process.execPath);
    return new vscode.Disposable(() => {});
  },
};
