import { join } from "node:path";
import * as vscode from "vscode";
import { addTypes } from "../../runtime/typescript-plugin/add-types.ts";

/** For TypeScript 7 and other editors, which load no plugin of ours: the types become files of the workspace. */
export async function addTypesCommand(context: vscode.ExtensionContext): Promise<void> {
  const folder = await chooseFolder();
  if (folder === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("Open a folder first: the types are added to it."),
    );
    return;
  }
  const { config, created } = await addTypes(folder.fsPath, join(context.extensionPath, "dist", "types"));
  const open = vscode.l10n.t("Open tsconfig.json");
  const text = created
    ? vscode.l10n.t("The types of daggr were added, and a tsconfig.json that knows them.")
    : vscode.l10n.t("The types of daggr were added and named in tsconfig.json.");
  if ((await vscode.window.showInformationMessage(text, open)) === open)
    await vscode.window.showTextDocument(vscode.Uri.file(config));
}

async function chooseFolder(): Promise<vscode.Uri | undefined> {
  const document = vscode.window.activeTextEditor?.document.uri;
  const own = document && vscode.workspace.getWorkspaceFolder(document);
  const folders = vscode.workspace.workspaceFolders ?? [];
  return (own ?? (folders.length > 1 ? await vscode.window.showWorkspaceFolderPick() : folders[0]))?.uri;
}
