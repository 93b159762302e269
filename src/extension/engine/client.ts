import { join } from "node:path";
import { Worker } from "node:worker_threads";
import * as vscode from "vscode";
import type { EngineCalls, EngineEvent, EngineStart, HostCalls } from "../../runtime/protocol/session.ts";
import { registerSecretsOf } from "../../runtime/failures/secrets.ts";
import { tokenOfEnvironment } from "../../runtime/hub/token.ts";
import { Rpc } from "../../runtime/rpc/rpc.ts";
import { mediaFolder } from "../../runtime/session/data-folder.ts";
import { workerWire } from "../../runtime/rpc/wires.ts";
import type { Account } from "../account/account.ts";
import { settings } from "../ids.ts";
import type { Log } from "../log.ts";
import { askLocalSpace } from "../run/allow-local-space.ts";
import { readQueue } from "./queue.ts";
import { readSettings } from "../workspace/settings.ts";

type EngineRpc = Rpc<EngineCalls, HostCalls, EngineEvent>;

interface Running {
  readonly worker: Worker;
  readonly rpc: EngineRpc;
}

/**
 * The graph worker, started on first use or a little before. If it ever dies, the next use starts a new one; what was saved is on disk.
 */
export class EngineClient implements vscode.Disposable {
  readonly #events = new vscode.EventEmitter<EngineEvent>();
  readonly onEvent = this.#events.event;
  readonly #ended = new vscode.EventEmitter<string>();
  /** The worker ended unexpectedly; sessions have to be opened again. */
  readonly onEnded = this.#ended.event;
  #running: Promise<Running> | undefined;
  #stopping = false;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly account: Account,
    private readonly log: Log,
  ) {
    context.subscriptions.push(
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#tell((rpc) => rpc.remote.setTrusted(true))),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(settings.section))
          this.#tell((rpc) => rpc.remote.setSettings(readSettings()));
      }),
      account.onDidChange(() => this.#tell((rpc) => rpc.remote.forgetServices({ apiCache: false }))),
    );
  }

  /** The folder of this workspace's sheets; the global one for a lone file. */
  get dataFolder(): vscode.Uri {
    return this.context.storageUri ?? this.context.globalStorageUri;
  }

  /** Where the engine keeps the files of results, for webviews. */
  get mediaFolder(): vscode.Uri {
    return vscode.Uri.file(mediaFolder(this.dataFolder.fsPath));
  }

  get cacheFolder(): vscode.Uri {
    return vscode.Uri.joinPath(this.context.globalStorageUri, "cache");
  }

  /** Whether the worker has been needed so far. */
  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** @param first the file that is asked about: an engine that has to start begins with it */
  async calls(first?: vscode.Uri): Promise<EngineRpc["remote"]> {
    return (await this.#start(first)).rpc.remote;
  }

  /** Saves what is unsaved and ends the worker with its processes. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const running = await this.#running?.catch(() => undefined);
    if (running === undefined) return;
    await running.rpc.remote.stop(null).catch((error: unknown) => {
      this.log.error("The engine did not stop cleanly.", error);
    });
    await running.worker.terminate();
  }

  dispose(): void {
    this.#events.dispose();
    this.#ended.dispose();
  }

  #start(first: vscode.Uri | undefined): Promise<Running> {
    this.#running ??= this.#launch(first).catch((error: unknown) => {
      this.#running = undefined;
      throw error;
    });
    return this.#running;
  }

  async #launch(first: vscode.Uri | undefined): Promise<Running> {
    // From here on, words of others reach the log, which must show no secret.
    registerSecretsOf(process.env);
    void tokenOfEnvironment(process.env);
    const dist = this.context.asAbsolutePath("dist");
    const worker = new Worker(join(dist, "graph-worker.cjs"), { name: "daggr-graph" });
    const rpc: EngineRpc = new Rpc<EngineCalls, HostCalls, EngineEvent>(
      workerWire(worker),
      {
        huggingFaceToken: async () => this.account.token(),
        login: ({ origin }) => this.account.login(origin),
        askLocalSpace,
      },
      (event) => {
        if (event.type === "log") this.log[event.level](event.text);
        else this.#events.fire(event);
      },
    );
    worker.on("error", (error) => {
      this.log.error("The engine failed.", error);
    });
    worker.on("exit", (code) => {
      this.#running = undefined;
      if (!this.#stopping) this.#ended.fire(`The Daggr engine ended unexpectedly (code ${code}).`);
    });
    const start: EngineStart = {
      data: this.dataFolder.fsPath,
      cache: this.cacheFolder.fsPath,
      dist,
      roots: (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath),
      trusted: vscode.workspace.isTrusted,
      first: first?.fsPath,
      settings: readSettings(),
      queue: await readQueue(this.account),
    };
    await rpc.remote.start(start);
    return { worker, rpc };
  }

  /** Notifies a running engine; one that is not running learns it at its start. */
  #tell(what: (rpc: EngineRpc) => Promise<unknown>): void {
    void this.#running
      ?.then(({ rpc }) => what(rpc))
      .catch((error: unknown) => {
        this.log.error("The engine could not be told about a change.", error);
      });
  }
}
