import * as vscode from "vscode";

const languages = new Set(["typescript", "typescriptreact", "javascript", "javascriptreact"]);
const importsDaggr = /\bfrom\s*["']daggr["']|\brequire\(\s*["']daggr["']\s*\)/;

/**
 * Whether a document may be a workflow. Only a gate for menus and for starting the language worker, which reads the
 * syntax tree and has the last word.
 */
export function looksLikeWorkflow(document: vscode.TextDocument): boolean {
  return languages.has(document.languageId) && importsDaggr.test(document.getText());
}

/** The file a command is about: its argument, else the active editor's. */
export function workflowUri(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  const document = vscode.window.activeTextEditor?.document;
  return document !== undefined && looksLikeWorkflow(document) ? document.uri : undefined;
}
