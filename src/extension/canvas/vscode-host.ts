import { dirname, join } from "node:path";
import * as vscode from "vscode";
import type { CanvasHost } from "../../runtime/canvas-host/host.ts";
import type { StepFailure } from "../../runtime/failures/failure.ts";
import type { Account } from "../account/account.ts";
import { promptForToken } from "../account/sign-in.ts";
import type { EngineClient } from "../engine/client.ts";
import type { Session } from "../engine/sessions.ts";
import { commands } from "../ids.ts";
import type { NodeLocations } from "../language/node-locations.ts";
import { exportPage } from "../sheets/export-page.ts";
import { copySheet, exportSheet, importSheet } from "../sheets/transfer.ts";

export interface VsCodeHostOptions {
  readonly session: () => Session | undefined;
  readonly engine: EngineClient;
  /** Folder of the built webview. */
  readonly built: vscode.Uri;
  readonly account: Account;
  readonly nodeLocations: NodeLocations;
  openGraph(graph: string): Promise<unknown>;
  highlightNode(node: string | undefined): void;
}

/** VS Code around a canvas: its editors, dialogs, clipboard and trust. */
export class VsCodeHost implements CanvasHost {
  constructor(private readonly options: VsCodeHostOptions) {}

  isTrusted(): boolean {
    return vscode.workspace.isTrusted;
  }

  async manageTrust(): Promise<void> {
    await vscode.commands.executeCommand("workbench.trust.manage");
  }

  async signIn(): Promise<void> {
    await promptForToken(this.options.account);
  }

  async signInToApp(origin: string): Promise<void> {
    await vscode.commands.executeCommand(commands.signInToApp, origin);
  }

  async showLogs(): Promise<void> {
    await vscode.commands.executeCommand(commands.showLogs);
  }

  async goToNode(node: string): Promise<void> {
    const location = await this.options.nodeLocations.locationOf(this.#session, node);
    if (location !== undefined) await revealLocation(location);
  }

  async goToLocation({ file, line, column = 1 }: NonNullable<StepFailure["at"]>): Promise<void> {
    const position = new vscode.Position(line - 1, column - 1);
    await revealLocation(new vscode.Location(vscode.Uri.file(file), position));
  }

  highlightNode(node: string | undefined): void {
    this.options.highlightNode(node);
  }

  async openGraph(graph: string): Promise<void> {
    await this.options.openGraph(graph);
  }

  async openAddress(address: string): Promise<void> {
    await vscode.env.openExternal(vscode.Uri.parse(address, true));
  }

  async copyText(text: string): Promise<void> {
    await vscode.env.clipboard.writeText(text);
  }

  async showText(content: string, language: "plaintext" | "json"): Promise<void> {
    const document = await vscode.workspace.openTextDocument({ content, language });
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, preview: true });
  }

  async openFile(path: string): Promise<void> {
    const options = { viewColumn: vscode.ViewColumn.One, preview: true };
    await vscode.commands.executeCommand("vscode.open", vscode.Uri.file(path), options);
  }

  async saveFile(path: string, suggestedName: string): Promise<void> {
    const folder = dirname(this.#session.file.fsPath);
    const target = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.file(join(folder, suggestedName)),
    });
    if (target !== undefined)
      await vscode.workspace.fs.copy(vscode.Uri.file(path), target, { overwrite: true });
  }

  async chooseFile(): Promise<string | undefined> {
    const chosen = await vscode.window.showOpenDialog({ canSelectMany: false });
    return chosen?.[0]?.fsPath;
  }

  exportSheet(): Promise<void> {
    return exportSheet(this.options.engine, this.#session);
  }

  exportPage(): Promise<void> {
    return exportPage(this.options, this.#session);
  }

  async saveAsTest(): Promise<void> {
    await vscode.commands.executeCommand(commands.saveAsTest);
  }

  async stopRecording(): Promise<void> {
    await this.#session.useRecording(undefined);
  }

  importSheet(): Promise<void> {
    return importSheet(this.options.engine, this.#session);
  }

  copySheet(): Promise<void> {
    return copySheet(this.options.engine, this.#session);
  }

  /** A canvas asks for something only after it has been shown a session. */
  get #session(): Session {
    const session = this.options.session();
    if (session === undefined) throw new Error("The canvas is not open yet.");
    return session;
  }
}

async function revealLocation({ uri, range }: vscode.Location): Promise<void> {
  const open = vscode.window.visibleTextEditors.find(
    (editor) => editor.document.uri.toString() === uri.toString(),
  );
  await vscode.window.showTextDocument(uri, {
    viewColumn: open?.viewColumn ?? vscode.ViewColumn.One,
    selection: new vscode.Range(range.start, range.start),
  });
}
