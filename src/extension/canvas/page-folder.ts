import * as vscode from "vscode";

/** The folder of the canvas's built page. */
export function pageFolder({ extensionUri }: Pick<vscode.ExtensionContext, "extensionUri">): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, "dist", "webview");
}
