import * as vscode from "vscode";
import { hostedFiles } from "../engine/hosted-files.ts";
import { pageViews, type CanvasPlace, type PageView } from "../../runtime/protocol/canvas.ts";
import type { Account } from "../account/account.ts";
import type { EngineClient } from "../engine/client.ts";
import type { Session, Sessions } from "../engine/sessions.ts";
import { views } from "../ids.ts";
import type { NodeLocations } from "../language/node-locations.ts";
import type { Log } from "../log.ts";
import { pageFolder } from "./page-folder.ts";
import { CanvasPanel } from "./panel.ts";
import { VsCodeHost } from "./vscode-host.ts";

/** An engine that ended is started again at most so often in so many milliseconds. */
const recoveryLimit = 3;
const recoveryPeriod = 60_000;

/** The open canvases. */
export class Canvases implements vscode.Disposable, vscode.WebviewPanelSerializer<CanvasPlace> {
  readonly #canvases = new Set<CanvasPanel>();
  /** Canvases that a person opened. Canvases restored by a window reload are not among them. */
  readonly #openedByPerson = new Set<CanvasPanel>();
  readonly #hovered = new vscode.EventEmitter<{ session: Session; node: string | undefined }>();
  /** The pointer is on a node of a canvas, or left it. */
  readonly onDidHover = this.#hovered.event;
  readonly #subscriptions: vscode.Disposable[];
  /** When the engine was lost, in milliseconds since 1970. */
  #lost: readonly number[] = [];

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly sessions: Sessions,
    private readonly engine: EngineClient,
    private readonly account: Account,
    private readonly nodeLocations: NodeLocations,
    private readonly log: Log,
  ) {
    this.#subscriptions = [
      sessions.onDidChange(({ session, revision, events }) => {
        for (const canvas of this.of(session)) {
          canvas.sendEvents(revision, events);
          if (events.some((event) => event.type === "state" && event.state.graph !== undefined))
            canvas.retitle();
        }
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        for (const canvas of this.#openedByPerson) this.#load(canvas);
      }),
      sessions.onDidLose((reason) => {
        void this.#recover(reason);
      }),
    ];
  }

  /** Canvases that show a session. */
  of(session: Session): CanvasPanel[] {
    return [...this.#canvases].filter((canvas) => canvas.session === session);
  }

  get active(): CanvasPanel | undefined {
    return [...this.#canvases].find((canvas) => canvas.panel.active);
  }

  /**
   * Opens a canvas beside the editor, or shows the one that is open, and loads the workflow. Without a view an open one shows
   * what it showed.
   */
  async open(file: vscode.Uri, graph?: string, view?: PageView): Promise<CanvasPanel> {
    performance.mark("daggr.canvas.open");
    const known = await this.#find(file, graph);
    if (known !== undefined) {
      if (view !== undefined) known.showView(view);
      known.panel.reveal(undefined, true);
      this.#load(known);
      return known;
    }
    // Create the panel first, so that its page loads while the engine starts.
    const panel = vscode.window.createWebviewPanel(
      views.canvas,
      vscode.l10n.t("Canvas"),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true },
    );
    const canvas = this.#addCanvas(panel, file, graph, view);
    this.#load(canvas);
    try {
      await canvas.content.opened;
    } catch (error) {
      canvas.dispose();
      throw error;
    }
    return canvas;
  }

  /** Loads the workflow of a canvas that a person asked to see. In an untrusted workspace this waits until trust is granted. */
  #load(canvas: CanvasPanel): void {
    this.#openedByPerson.add(canvas);
    canvas.content.opened
      .then(async (session) => {
        // What is stored is drawn first: a file that loads meanwhile would take the processor from the page.
        if (session.state.graph !== undefined) await canvas.drawn;
        return session.ensureLoaded();
      })
      .catch((error: unknown) => {
        this.log.error("The workflow could not be loaded.", error);
      });
  }

  /** After a reload of the window: the stored snapshot is shown, no code of the workflow runs. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, saved: CanvasPlace | undefined): Promise<void> {
    if (typeof saved?.file !== "string") {
      panel.dispose();
      return;
    }
    const view = pageViews.find((one) => one === saved.view);
    await this.#addCanvas(panel, vscode.Uri.parse(saved.file, true), saved.graph, view).content.opened;
  }

  /** Reopens the canvases of files that were renamed or moved. */
  async reopenMoved(newPath: (file: vscode.Uri) => vscode.Uri | undefined): Promise<void> {
    for (const canvas of [...this.#canvases]) {
      const file = newPath(canvas.content.file);
      if (file === undefined) continue;
      const graph = canvas.graphName;
      canvas.panel.dispose();
      await this.open(file, graph);
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const canvas of this.#canvases) canvas.dispose();
    this.#hovered.dispose();
  }

  /** The canvas that shows a graph of a file, or is about to. */
  async #find(file: vscode.Uri, graph: string | undefined): Promise<CanvasPanel | undefined> {
    const opening = [...this.#canvases].find(
      ({ session, content }) =>
        session === undefined && content.file.toString() === file.toString() && content.graph === graph,
    );
    if (opening !== undefined) return opening;
    const open = this.sessions.of(file);
    const shown = graph === undefined || open.length === 0 ? open : [await this.sessions.open(file, graph)];
    return shown.flatMap((session) => this.of(session))[0];
  }

  #addCanvas(
    panel: vscode.WebviewPanel,
    file: vscode.Uri,
    graph: string | undefined,
    view?: PageView,
  ): CanvasPanel {
    const built = pageFolder(this.context);
    const host = new VsCodeHost({
      session: () => canvas.session,
      engine: this.engine,
      built,
      account: this.account,
      nodeLocations: this.nodeLocations,
      openGraph: (name) => this.open(file, name),
      highlightNode: (node) => {
        if (canvas.session) this.#hovered.fire({ session: canvas.session, node });
      },
    });
    const canvas: CanvasPanel = new CanvasPanel(
      panel,
      { file, graph, view, opened: this.sessions.open(file, graph) },
      {
        built,
        media: this.engine.mediaFolder,
        icon: vscode.Uri.joinPath(this.context.extensionUri, "media", "canvas.svg"),
      },
      host,
      hostedFiles(this.engine),
      this.log,
    );
    this.#canvases.add(canvas);
    panel.onDidDispose(() => {
      this.#canvases.delete(canvas);
      this.#openedByPerson.delete(canvas);
      canvas.dispose();
    });
    return canvas;
  }

  /**
   * The engine is gone. The canvases open their graphs again, which starts another one; what was running is not run again. An
   * engine that keeps ending is left alone until the person wants it.
   */
  async #recover(reason: string): Promise<void> {
    const canvases = [...this.#canvases];
    if (canvases.length === 0) return;
    const now = Date.now();
    this.#lost = [...this.#lost.filter((time) => now - time < recoveryPeriod), now];
    const reopen = () =>
      Promise.all(
        canvases.filter((canvas) => this.#canvases.has(canvas)).map((canvas) => this.#reopen(canvas)),
      );
    if (this.#lost.length > recoveryLimit) {
      const again = vscode.l10n.t("Start Again");
      const text = vscode.l10n.t("It ended several times within a minute, so it was not started again.");
      const picked = await vscode.window.showErrorMessage(`${reason} ${text}`, again, showLog());
      if (picked === again) await reopen();
      else if (picked === showLog()) this.log.show();
      return;
    }
    await reopen();
    const text = `${reason} ${vscode.l10n.t("It was started again. Saved results are here; what was running has stopped: run it again.")}`;
    const visible = canvases.filter((canvas) => canvas.visible);
    for (const canvas of visible) canvas.post({ type: "rejected", message: text });
    if (visible.length > 0) return;
    if ((await vscode.window.showWarningMessage(text, showLog())) === showLog()) this.log.show();
  }

  async #reopen(canvas: CanvasPanel): Promise<void> {
    const opened = this.sessions.open(canvas.content.file, canvas.graphName);
    canvas.reopen(opened);
    try {
      await opened;
    } catch (error) {
      this.log.error("A canvas could not be opened again.", error);
      return;
    }
    if (this.#openedByPerson.has(canvas)) this.#load(canvas);
  }
}

function showLog(): string {
  return vscode.l10n.t("Show Log");
}
