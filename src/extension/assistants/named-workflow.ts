import * as vscode from "vscode";
import { ToolError } from "../../mcp/safety/tool-error.ts";
import { Workspace } from "../../mcp/safety/workspace.ts";
import type { ExtensionServices } from "../feature.ts";
import { pathOf } from "../language/positions.ts";
import { looksLikeWorkflow } from "../workspace/workflow-file.ts";

/** As an assistant names a file. */
export const nameOf = (path: string): string => vscode.workspace.asRelativePath(path);

/** A document without a file has the name that it would be saved by. */
export function documentName(document: vscode.TextDocument): string {
  return nameOf(pathOf(document) ?? document.uri.path);
}

/**
 * The workflow that an assistant names, with its unsaved text; without a name, the one that the person looks at.
 * @throws {ToolError} where there is none
 */
export async function namedWorkflow(
  { canvases }: ExtensionServices,
  name: string | undefined,
): Promise<vscode.TextDocument> {
  const document = name === undefined ? await shownDocument(canvases.active?.content.file) : await find(name);
  if (looksLikeWorkflow(document)) return document;
  throw new ToolError(
    `'${documentName(document)}' is no workflow: a TypeScript or JavaScript file that imports from "daggr".`,
  );
}

async function shownDocument(onCanvas: vscode.Uri | undefined): Promise<vscode.TextDocument> {
  if (onCanvas !== undefined) return vscode.workspace.openTextDocument(onCanvas);
  const document = vscode.window.activeTextEditor?.document;
  if (document !== undefined) return document;
  throw new ToolError("The person looks at no workflow. Name one by 'file'.");
}

async function find(name: string): Promise<vscode.TextDocument> {
  const untitled = vscode.workspace.textDocuments.find(
    (document) => document.isUntitled && documentName(document) === name,
  );
  if (untitled !== undefined) return untitled;
  const folders = vscode.workspace.workspaceFolders ?? [];
  const [folder, rest] = folderOf(name, folders);
  if (folder === undefined)
    throw new ToolError(`There is no file '${name}'. Names begin with that of a folder of the workspace.`);
  // It refuses what is outside, also by a link, and what is hidden.
  await (await Workspace.open(folder.uri.fsPath)).workflow(rest);
  return vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, rest));
}

/** In a workspace of several folders, the first part of a name is the folder's. */
function folderOf(
  name: string,
  folders: readonly vscode.WorkspaceFolder[],
): readonly [vscode.WorkspaceFolder | undefined, string] {
  if (folders.length <= 1) return [folders[0], name];
  const folder = folders.find((one) => name.startsWith(`${one.name}/`));
  return [folder, name.slice((folder?.name.length ?? -1) + 1)];
}
