import * as vscode from "vscode";
import { eventually } from "../../support/eventually.ts";

/** A new document that no file has yet, in the editor. */
export async function untitled(content: string, language = "typescript"): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language, content });
  await vscode.window.showTextDocument(document);
  return document;
}

/** What Daggr says about a document now. */
export function problemsOf(document: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === "daggr");
}

/** Waits until Daggr says exactly this, by codes in the order of the text. */
export async function problemsBecome(
  document: vscode.TextDocument,
  codes: readonly string[],
): Promise<readonly vscode.Diagnostic[]> {
  let now = "";
  return eventually(`the problems are [${codes.join(", ")}]`, () => {
    const found = [...problemsOf(document)].sort((a, b) => a.range.start.compareTo(b.range.start));
    now = found.map(({ code }) => (typeof code === "string" ? code : "none")).join(", ");
    if (now !== codes.join(", ")) throw new Error();
    return found;
  }).catch((error: unknown) => {
    throw new Error(`They are [${now}] in:\n${document.getText()}`, { cause: error });
  });
}

/** Replaces a text that is there once. */
export async function replace(document: vscode.TextDocument, before: string, after: string): Promise<void> {
  const offset = document.getText().indexOf(before);
  if (offset < 0) throw new Error(`'${before}' is not in the document.`);
  const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + before.length));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, after);
  await vscode.workspace.applyEdit(edit);
}

/** The position right behind a text. */
export function behind(document: vscode.TextDocument, text: string): vscode.Position {
  const offset = document.getText().indexOf(text);
  if (offset < 0) throw new Error(`'${text}' is not in the document.`);
  return document.positionAt(offset + text.length);
}

/** Closes what is open without asking whether to save. */
export async function closeAll(): Promise<void> {
  for (let open = vscode.window.activeTextEditor; open !== undefined; open = vscode.window.activeTextEditor) {
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    if (vscode.window.activeTextEditor === open) break;
  }
}
