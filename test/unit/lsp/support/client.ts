import { pathToFileURL } from "node:url";
import {
  createProtocolConnection,
  InitializeRequest,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type TextDocumentContentChangeEvent,
} from "vscode-languageserver-protocol/node";
import type { Program } from "../../terminal/support/program.ts";
import { type Running } from "../../terminal/support/program.ts";

/** An editor's side of the protocol, by the protocol's own client library, with `daggr lsp` at the other end. */
export class LspClient {
  readonly connection: ProtocolConnection;
  /** What was published of each document, latest last. */
  readonly published: PublishDiagnosticsParams[] = [];
  readonly #running: Running;

  constructor(program: Program, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
    this.#running = program.start(["lsp", "--stdio", ...args], env, "pipe");
    const { stdout, stdin } = this.#running.child;
    if (stdout === null || stdin === null) throw new Error("The server has no pipes.");
    this.connection = createProtocolConnection(stdout, stdin);
    this.connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
      this.published.push(params);
    });
    this.connection.listen();
  }

  async initialize(folder: string, capabilities: object = {}): Promise<InitializeResult> {
    const result = await this.connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: [{ name: "test", uri: pathToFileURL(folder).href }],
      capabilities,
    });
    await this.connection.sendNotification("initialized", {});
    return result;
  }

  open(uri: string, text: string, version = 1, languageId = "typescript"): Promise<void> {
    return this.connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId, version, text },
    });
  }

  change(uri: string, version: number, contentChanges: TextDocumentContentChangeEvent[]): Promise<void> {
    return this.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  close(uri: string): Promise<void> {
    return this.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
  }

  /** What was published last of a version of a document. */
  diagnostics(uri: string, version: number): readonly Diagnostic[] | undefined {
    return this.published.findLast((one) => one.uri === uri && one.version === version)?.diagnostics;
  }

  get stderr(): string {
    return this.#running.stderr;
  }

  /** As an editor ends it; gives the exit code. */
  async end(): Promise<number | null> {
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
    const { code } = await this.#running.finished;
    this.connection.dispose();
    return code;
  }
}
