import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as vscode from "vscode";

/** A folder of the open workspace that a test has for itself. */
export class TestFolder {
  readonly path: string;

  constructor(name: string) {
    const [workspace] = vscode.workspace.workspaceFolders ?? [];
    if (!workspace) throw new Error("No workspace is open.");
    this.path = join(workspace.uri.fsPath, name);
  }

  async write(name: string, content: string | Uint8Array): Promise<vscode.Uri> {
    const path = join(this.path, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    return vscode.Uri.file(path);
  }

  /** Writes a file and shows it. */
  async open(name: string, content: string | Uint8Array): Promise<vscode.TextDocument> {
    const document = await vscode.workspace.openTextDocument(await this.write(name, content));
    await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    return document;
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true, maxRetries: 5 });
  }
}
