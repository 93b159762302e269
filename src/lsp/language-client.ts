import type { CancellationToken, RemoteConsole } from "vscode-languageserver/node";
import {
  startLanguageWorker,
  type LanguageRpc,
  type LanguageWorker,
} from "../runtime/check/language-thread.ts";
import { ConnectionClosed } from "../runtime/rpc/rpc.ts";
import type { Credentials } from "../runtime/hub/client.ts";
import type { DocumentVersion, LanguageEvent, LanguageStart } from "../runtime/protocol/language.ts";
import type { OpenDocument, OpenDocuments } from "./documents.ts";

type Remote = LanguageRpc["remote"];

/** The language worker of VS Code's extension, for the documents of another editor. If it ever dies, the next question starts a new one. */
export class LanguageClient {
  onOutdated: (files: readonly string[]) => void = () => {};
  #running: LanguageWorker | undefined;
  #disposed = false;

  constructor(
    private readonly start: LanguageStart,
    private readonly credentials: Credentials,
    private readonly documents: OpenDocuments,
    private readonly console: RemoteConsole,
  ) {}

  /** Asks about a workflow as it is now. Undefined for other files, and where the text moved on meanwhile. */
  async ask<T>(
    document: OpenDocument | undefined,
    question: (remote: Remote, of: DocumentVersion, signal: AbortSignal) => Promise<T>,
    token?: CancellationToken,
  ): Promise<T | undefined> {
    if (document === undefined || !document.isWorkflow || this.#disposed) return undefined;
    const { remote } = this.#started().rpc;
    const abort = new AbortController();
    const cancelled = token?.onCancellationRequested(() => abort.abort());
    try {
      return await question(remote, { file: document.path, version: document.text.version }, abort.signal);
    } catch (error) {
      this.#failed("The language worker could not answer", error);
      return undefined;
    } finally {
      cancelled?.dispose();
    }
  }

  /** A message to a running worker; one that is not running learns everything at its start. */
  tell(what: (remote: Remote) => Promise<unknown>): void {
    if (this.#running === undefined) return;
    what(this.#running.rpc.remote).catch((error: unknown) =>
      this.#failed("The language worker could not be told about a change", error),
    );
  }

  tellOpened({ path: file, text }: OpenDocument): void {
    this.tell((remote) => remote.open({ file, version: text.version, text: text.getText() }));
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#running?.rpc.dispose();
    await this.#running?.worker.terminate();
  }

  #started(): LanguageWorker {
    if (this.#running !== undefined) return this.#running;
    const { credentials } = this;
    const running = startLanguageWorker(
      this.start.dist,
      {
        huggingFaceToken: () => credentials.huggingFaceToken(),
        login: ({ origin }) => credentials.login(origin),
      },
      (event) => this.#onEvent(event),
    );
    running.worker.on("exit", () => {
      if (this.#running === running) this.#running = undefined;
    });
    this.#running = running;
    this.tell((remote) => remote.start(this.start));
    for (const document of this.documents.all) this.tellOpened(document);
    return running;
  }

  #onEvent(event: LanguageEvent): void {
    if (event.type === "outdated") this.onOutdated(event.files);
    else if (event.level === "error") this.console.error(event.text);
    else if (event.level === "warning") this.console.warn(event.text);
    else this.console.log(event.text);
  }

  #failed(what: string, error: unknown): void {
    if (this.#disposed || error instanceof ConnectionClosed) return;
    this.console.error(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
