import * as vscode from "vscode";
import { isWorkflowText } from "../../runtime/text/workflow-text.ts";

const languages = new Set(["typescript", "typescriptreact", "javascript", "javascriptreact"]);

/** What was said of a version: it is asked several times for every key press. */
const known = new WeakMap<vscode.TextDocument, { readonly version: number; readonly isWorkflow: boolean }>();

/** Whether a document may be a workflow: a gate for menus and for starting the language worker. */
export function looksLikeWorkflow(document: vscode.TextDocument): boolean {
  if (!languages.has(document.languageId)) return false;
  const { version } = document;
  const last = known.get(document);
  if (last?.version === version) return last.isWorkflow;
  const isWorkflow = isWorkflowText(document.getText());
  known.set(document, { version, isWorkflow });
  return isWorkflow;
}

/** The file a command is about: its argument, else the active editor's. */
export function workflowUri(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  const document = vscode.window.activeTextEditor?.document;
  return document !== undefined && looksLikeWorkflow(document) ? document.uri : undefined;
}

/** The file of a workflow that may not be saved yet: then it is, as there is nothing to load before. */
export async function savedUri(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
  return uri.scheme === "untitled" ? vscode.workspace.save(uri) : uri;
}

export async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
