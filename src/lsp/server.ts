import {
  CodeActionKind,
  createConnection,
  DidChangeWatchedFilesNotification,
  LSPErrorCodes,
  MarkupKind,
  MessageType,
  PositionEncodingKind,
  ResponseError,
  ShowMessageNotification,
  TextDocumentSyncKind,
  type CancellationToken,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from "vscode-languageserver/node";
import { lensesOf } from "../runtime/check/features/lenses.ts";
import { symbolsOf } from "../runtime/check/features/symbols.ts";
import type { Credentials } from "../runtime/hub/client.ts";
import { completionTriggers, type LanguageStart } from "../runtime/protocol/language.ts";
import { CodeActions, fixAllKind } from "./code-actions.ts";
import { toCompletionList } from "./completion.ts";
import { filePathOf, OpenDocuments, type OpenDocument } from "./documents.ts";
import { terminalCommand, toLens, toSymbol } from "./outline.ts";
import { Problems } from "./problems.ts";
import { LanguageClient } from "./language-client.ts";

export interface LanguageServerOptions {
  readonly start: LanguageStart;
  readonly credentials: Credentials;
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/**
 * The language worker for editors that speak the Language Server Protocol. It reads workflow files and asks the Hub and the apps that they
 * name; it runs nothing and writes nothing. Resolves when the editor says that it is done.
 */
export function serveLanguage({ start, credentials, input, output }: LanguageServerOptions): Promise<void> {
  const connection = createConnection(input, output);
  const documents = new OpenDocuments();
  const worker = new LanguageClient(start, credentials, documents, connection.console);
  const problems = new Problems(connection, worker, documents);
  connection.onInitialize((asked) => {
    const root = rootOf(asked);
    if (root !== undefined) documents.root = root;
    connection.onInitialized(() => watchFiles(connection, asked));
    return { capabilities, serverInfo: { name: "Daggr", version: start.version } };
  });
  followDocuments(connection, documents, worker, problems);
  answerQuestions(connection, documents, worker, new CodeActions(worker, problems, documents));
  connection.onShutdown(async () => {
    problems.dispose();
    await worker.dispose();
  });
  const ended = new Promise<void>((resolve) => void connection.onExit(resolve));
  connection.listen();
  return ended;
}

const capabilities: InitializeResult["capabilities"] = {
  // What every client has to know, and what the worker counts in.
  positionEncoding: PositionEncodingKind.UTF16,
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
  completionProvider: { triggerCharacters: [...completionTriggers] },
  hoverProvider: true,
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
  codeLensProvider: {},
  documentSymbolProvider: { label: "Daggr" },
  documentLinkProvider: {},
  executeCommandProvider: { commands: [terminalCommand] },
};

/** A workflow imports other modules, so every open source file is followed. */
function followDocuments(
  connection: Connection,
  documents: OpenDocuments,
  worker: LanguageClient,
  problems: Problems,
): void {
  connection.onDidOpenTextDocument(({ textDocument }) => {
    const document = documents.open(textDocument);
    if (document === undefined) return;
    worker.tellOpened(document);
    problems.changed(document);
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    const document = documents.change(uri, version, contentChanges);
    if (document === undefined) return;
    const changes = contentChanges.map((change) => ({
      text: change.text,
      ...("range" in change && { range: change.range }),
    }));
    worker.tell((remote) => remote.change({ file: document.path, version, changes }));
    problems.changed(document);
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    const document = documents.close(uri);
    if (document === undefined) return;
    worker.tell((remote) => remote.close({ file: document.path }));
    problems.closed(document);
  });
  const filesChanged = (uris: readonly string[]) => {
    const paths = uris.flatMap((uri) => filePathOf(uri) ?? []);
    worker.tell((remote) => remote.filesChanged({ paths }));
    problems.othersMayDiffer();
  };
  connection.onDidChangeWatchedFiles(({ changes }) => filesChanged(changes.map(({ uri }) => uri)));
  // For editors that watch no files: what they save themselves they tell.
  connection.onDidSaveTextDocument(({ textDocument: { uri } }) => {
    if (/[\\/](package|[tj]sconfig[^\\/]*)\.json$/.test(uri)) filesChanged([uri]);
  });
}

function answerQuestions(
  connection: Connection,
  documents: OpenDocuments,
  worker: LanguageClient,
  actions: CodeActions,
): void {
  connection.onCompletion((at, token) =>
    unlessCancelled(token, async () => {
      const found = await worker.ask(
        documents.of(at.textDocument.uri),
        (remote, of, signal) => remote.complete({ ...of, position: at.position }, signal),
        token,
      );
      return found ? toCompletionList(found) : null;
    }),
  );
  connection.onHover((at, token) =>
    unlessCancelled(token, async () => {
      const found = await worker.ask(
        documents.of(at.textDocument.uri),
        (remote, of, signal) => remote.hover({ ...of, position: at.position }, signal),
        token,
      );
      if (!found) return null;
      return { range: found.range, contents: { kind: MarkupKind.Markdown, value: found.contents } };
    }),
  );
  connection.onCodeAction((asked, token) => unlessCancelled(token, () => actions.at(asked, token)));
  const outlineOf = (document: OpenDocument | undefined, token: CancellationToken) =>
    worker.ask(document, (remote, of, signal) => remote.outline(of, signal), token);
  connection.onDocumentSymbol(({ textDocument }, token) =>
    unlessCancelled(token, async () => {
      const outline = await outlineOf(documents.of(textDocument.uri), token);
      return outline ? symbolsOf(outline).map(toSymbol) : [];
    }),
  );
  connection.onCodeLens(({ textDocument }, token) =>
    unlessCancelled(token, async () => {
      const document = documents.of(textDocument.uri);
      const outline = await outlineOf(document, token);
      if (document === undefined || outline === undefined) return [];
      return lensesOf(outline).flatMap((lens) => toLens(lens, document.path) ?? []);
    }),
  );
  connection.onDocumentLinks(({ textDocument }, token) =>
    unlessCancelled(token, async () => {
      const document = documents.of(textDocument.uri);
      const links = await worker.ask(document, (remote, of, signal) => remote.links(of, signal), token);
      return (links ?? []).map(({ range, url, tooltip }) => ({ range, target: url, tooltip }));
    }),
  );
  // Editors may take this command themselves, and open a terminal with the line.
  connection.onExecuteCommand(({ command, arguments: [line] = [] }) => {
    if (command !== terminalCommand || typeof line !== "string") return;
    const message = `In a terminal: ${line}`;
    void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Info, message });
  });
}

/** A question that was taken back is answered with an error of its own, as the protocol has it. */
async function unlessCancelled<T>(token: CancellationToken, answer: () => Promise<T>): Promise<T> {
  const given = await answer();
  if (token.isCancellationRequested)
    throw new ResponseError(LSPErrorCodes.RequestCancelled, "The question was taken back.");
  return given;
}

/** Files that come and go change what an import means. */
async function watchFiles(connection: Connection, { capabilities: client }: InitializeParams): Promise<void> {
  if (!client.workspace?.didChangeWatchedFiles?.dynamicRegistration) return;
  const globPattern = "**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,json}";
  await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern }] });
}

function rootOf({ workspaceFolders, rootUri }: InitializeParams): string | undefined {
  const uri = workspaceFolders?.[0]?.uri ?? rootUri;
  return uri ? filePathOf(uri) : undefined;
}
