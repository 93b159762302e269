import { homedir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import type { Position, Range, TextEdit } from "../../runtime/protocol/language.ts";

/** VS Code language ids of workflow files and of the modules they may import. */
export const sourceLanguages: ReadonlySet<string> = new Set([
  "typescript",
  "typescriptreact",
  "javascript",
  "javascriptreact",
]);

const extensions: Readonly<Record<string, string>> = {
  typescript: ".ts",
  typescriptreact: ".tsx",
  javascript: ".js",
  javascriptreact: ".jsx",
};

/** The path by which the language worker knows a document; undefined if it is not a file, such as the old side of a diff. */
export function pathOf({ uri, languageId }: vscode.TextDocument): string | undefined {
  if (uri.scheme === "file") return uri.fsPath.replaceAll("\\", "/");
  if (uri.scheme !== "untitled") return undefined;
  // An untitled document stands where it would be saved, so that its imports lead somewhere.
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? homedir();
  const name = /\.[cm]?[jt]sx?$/.test(uri.path) ? uri.path : `${uri.path}${extensions[languageId] ?? ""}`;
  return (uri.path.startsWith("/") ? name : join(folder, name)).replaceAll("\\", "/");
}

export function toRange({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

export function fromPosition({ line, character }: vscode.Position): Position {
  return { line, character };
}

/** Edits of one answer as one change of the workspace. */
export function toWorkspaceEdit(
  edits: readonly TextEdit[],
  uriOf: (file: string) => vscode.Uri,
): vscode.WorkspaceEdit {
  const change = new vscode.WorkspaceEdit();
  for (const { file, range, newText } of edits) change.replace(uriOf(file), toRange(range), newText);
  return change;
}
