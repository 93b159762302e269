import * as vscode from "vscode";
import {
  startLanguageWorker,
  type LanguageRpc,
  type LanguageWorker,
} from "../../runtime/check/language-thread.ts";
import type {
  DocumentVersion,
  LanguageEvent,
  LanguageStart,
  Outline,
} from "../../runtime/protocol/language.ts";
import { decodeSource } from "../../runtime/text/source-text.ts";
import type { Account } from "../account/account.ts";
import type { EngineClient } from "../engine/client.ts";
import type { Log } from "../log.ts";
import { looksLikeWorkflow } from "../workspace/workflow-file.ts";
import { pathOf, sourceLanguages } from "./positions.ts";

/**
 * The language worker, started with the first workflow file. It gets every change of every open source file, since workflows
 * import others. If it ever dies, the next question starts a new one.
 */
export class LanguageClient implements vscode.Disposable {
  readonly #outdated = new vscode.EventEmitter<readonly vscode.TextDocument[]>();
  /** Something became known about a Space or model that these documents use. */
  readonly onOutdated = this.#outdated.event;
  readonly #subscriptions: vscode.Disposable[];
  readonly #synced = new Map<string, vscode.TextDocument>();
  #running: LanguageWorker | undefined;
  #watcher: vscode.Disposable | undefined;
  #disposed = false;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly account: Account,
    private readonly engine: EngineClient,
    private readonly log: Log,
  ) {
    this.#subscriptions = [
      this.#outdated,
      vscode.workspace.onDidOpenTextDocument((document) => this.#open(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#close(document)),
      vscode.workspace.onDidChangeTextDocument((change) => this.#change(change)),
      vscode.workspace.onDidSaveTextDocument((document) => {
        if (/[\\/](tsconfig|jsconfig)[^\\/]*\.json$/.test(document.uri.path)) this.#fileChanged(document.uri);
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.#tell((remote) => remote.setTrusted(true));
        this.#outdated.fire([...this.#synced.values()]);
      }),
      account.onDidChange(() => this.#tell((remote) => remote.forget({ apiCache: false }))),
      engine.onEvent((event) => {
        if (event.type === "api-changed") this.#tell((remote) => remote.apiChanged({ space: event.space }));
      }),
    ];
  }

  /** Whether the worker has been needed so far. */
  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** The worker, which knows every open document. */
  get remote(): LanguageRpc["remote"] {
    return this.#start().rpc.remote;
  }

  /** Asks about a workflow as it is now. Undefined for other files, and where the text moved on meanwhile. */
  async ask<T>(
    document: vscode.TextDocument,
    question: (remote: LanguageRpc["remote"], of: DocumentVersion, signal: AbortSignal) => Promise<T>,
    token?: vscode.CancellationToken,
  ): Promise<T | undefined> {
    const file = pathOf(document);
    if (file === undefined || this.#disposed || !looksLikeWorkflow(document)) return undefined;
    const { remote } = this;
    const abort = new AbortController();
    const cancelled = token?.onCancellationRequested(() => abort.abort());
    try {
      return await question(remote, { file, version: document.version }, abort.signal);
    } catch (error) {
      if (!this.#disposed) this.log.error("The language worker could not answer.", error);
      return undefined;
    } finally {
      cancelled?.dispose();
    }
  }

  /** What the text of a workflow file says, whether or not it is open in an editor. */
  async outlineOf(uri: vscode.Uri): Promise<Outline | undefined> {
    const file = uri.fsPath.replaceAll("\\", "/");
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
    if (document !== undefined) return this.ask(document, (remote, of, signal) => remote.outline(of, signal));
    const source = decodeSource(Buffer.from(await vscode.workspace.fs.readFile(uri)));
    if (source.kind === "unreadable" || this.#disposed) return undefined;
    return this.remote.outlineOf({ file, text: source.text });
  }

  /** What is remembered of Spaces and models is forgotten. */
  clearCache(): Promise<void> {
    return this.#running?.rpc.remote.forget({ apiCache: true }) ?? Promise.resolve();
  }

  /** The document of a path that the worker named. */
  documentOf(file: string): vscode.TextDocument | undefined {
    return this.#synced.get(file);
  }

  uriOf(file: string): vscode.Uri {
    return this.#synced.get(file)?.uri ?? vscode.Uri.file(file);
  }

  dispose(): void {
    this.#disposed = true;
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#watcher?.dispose();
    this.#running?.rpc.dispose();
    void this.#running?.worker.terminate();
  }

  #start(): LanguageWorker {
    if (this.#running !== undefined) return this.#running;
    const { context, log, account, engine } = this;
    const dist = context.asAbsolutePath("dist");
    const { worker, rpc } = startLanguageWorker(
      dist,
      { huggingFaceToken: async () => account.token(), login: ({ origin }) => account.login(origin) },
      (event) => this.#onEvent(event),
    );
    worker.on("error", (error) => log.error("The language worker failed.", error));
    worker.on("exit", () => {
      if (this.#running?.worker === worker) this.#running = undefined;
    });
    this.#running = { worker, rpc };
    const { version } = context.extension.packageJSON as { readonly version: string };
    const { isTrusted: trusted } = vscode.workspace;
    const start: LanguageStart = { dist, cache: engine.cacheFolder.fsPath, trusted, version };
    this.#tell((remote) => remote.start(start));
    this.#watcher ??= this.#watch();
    this.#synced.clear();
    for (const document of vscode.workspace.textDocuments) this.#open(document);
    return this.#running;
  }

  /** Files that come and go change what an import means. */
  #watch(): vscode.Disposable {
    const pattern = "**/*.{ts,mts,cts,js,mjs,cjs,json}";
    const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, true, false);
    const changed = (uri: vscode.Uri) => this.#fileChanged(uri);
    return vscode.Disposable.from(watcher, watcher.onDidCreate(changed), watcher.onDidDelete(changed));
  }

  #fileChanged({ fsPath }: vscode.Uri): void {
    this.#tell((remote) => remote.filesChanged({ paths: [fsPath] }));
  }

  #onEvent(event: LanguageEvent): void {
    if (event.type === "log") this.log[event.level](event.text);
    else this.#outdated.fire(event.files.flatMap((file) => this.#synced.get(file) ?? []));
  }

  #open(document: vscode.TextDocument): void {
    const file = pathOf(document);
    if (this.#running === undefined || file === undefined || !sourceLanguages.has(document.languageId))
      return;
    this.#synced.set(file, document);
    this.#tell((remote) => remote.open({ file, version: document.version, text: document.getText() }));
  }

  #change({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const file = pathOf(document);
    if (file === undefined || contentChanges.length === 0 || this.#synced.get(file) !== document) return;
    const changes = contentChanges.map(({ range, text }) => ({
      range: {
        start: { line: range.start.line, character: range.start.character },
        end: { line: range.end.line, character: range.end.character },
      },
      text,
    }));
    this.#tell((remote) => remote.change({ file, version: document.version, changes }));
  }

  #close(document: vscode.TextDocument): void {
    const file = pathOf(document);
    if (file === undefined || this.#synced.get(file) !== document) return;
    this.#synced.delete(file);
    this.#tell((remote) => remote.close({ file }));
  }

  /** A message to a running worker; one that is not running learns everything at its start. */
  #tell(what: (remote: LanguageRpc["remote"]) => Promise<unknown>): void {
    if (this.#running === undefined) return;
    what(this.#running.rpc.remote).catch((error: unknown) => {
      if (!this.#disposed) this.log.error("The language worker could not be told about a change.", error);
    });
  }
}
