import * as vscode from "vscode";
import { CanvasConnection } from "../../runtime/canvas-host/canvas-connection.ts";
import type { CanvasHost, HostedFiles } from "../../runtime/canvas-host/host.ts";
import type { CanvasEvent, PageView, ToCanvas } from "../../runtime/protocol/canvas.ts";
import type { Session } from "../engine/sessions.ts";
import type { Log } from "../log.ts";
import { canvasHtml } from "../../runtime/canvas-host/page.ts";

interface PanelFolders {
  /** Folder of the built webview. */
  readonly built: vscode.Uri;
  readonly media: vscode.Uri;
  readonly icon: vscode.Uri;
}

/** What a canvas shows, whether or not it has been opened yet. */
export interface PanelContent {
  readonly file: vscode.Uri;
  readonly graph: string | undefined;
  /** The view that the page begins with; by default the canvas. */
  readonly view: PageView | undefined;
  readonly opened: Promise<Session>;
}

/** One canvas in VS Code: a webview panel and its connection. The page is loaded while the session opens. */
export class CanvasPanel implements vscode.Disposable {
  #session: Session | undefined;
  #content: PanelContent;
  #disposed = false;
  /** The view that was asked for while there was no page. */
  #wantedView: PageView | undefined;
  readonly #connection: CanvasConnection;
  readonly #disposables: vscode.Disposable[] = [];

  constructor(
    readonly panel: vscode.WebviewPanel,
    content: PanelContent,
    private readonly folders: PanelFolders,
    host: CanvasHost,
    files: HostedFiles,
    log: Log,
  ) {
    const { webview } = panel;
    webview.options = {
      enableScripts: true,
      enableCommandUris: false,
      localResourceRoots: [folders.built, folders.media],
    };
    panel.iconPath = folders.icon;
    this.#connection = new CanvasConnection({
      host,
      files,
      log,
      post: (message) => {
        if (panel.visible) void webview.postMessage(message);
      },
    });
    this.#disposables.push(
      webview.onDidReceiveMessage((message: unknown) => {
        const isReady = (message as { type?: unknown } | null)?.type === "ready";
        if (isReady) performance.mark("daggr.canvas.ready");
        void this.#connection.receive(message);
        if (!isReady) return;
        // Its first answer is under way, and this comes after it.
        if (this.#wantedView) this.post({ type: "view", view: this.#wantedView });
        this.#wantedView = undefined;
      }),
      panel.onDidChangeViewState(() => {
        // A hidden canvas has no page.
        if (!panel.visible) this.#connection.pageGone();
      }),
    );
    webview.html = canvasHtml({
      language: vscode.env.language,
      built: folders.built.fsPath,
      address: webview.asWebviewUri(folders.built).toString(),
      source: webview.cspSource,
      ...(content.view && { view: content.view }),
    });
    performance.mark("daggr.canvas.page");
    this.#content = content;
    this.#showOnceOpen();
  }

  get content(): PanelContent {
    return this.#content;
  }

  /** The graph that it shows; until it is open, the one that was asked for. */
  get graphName(): string | undefined {
    return this.#session?.state.graph?.name ?? this.#content.graph;
  }

  /** Shows the graph again, from another session: the engine that had the first one is gone. */
  reopen(opened: Promise<Session>): void {
    this.#content = { ...this.#content, graph: this.graphName, opened };
    this.#session = undefined;
    this.#showOnceOpen();
  }

  /** Undefined until it was opened. */
  get session(): Session | undefined {
    return this.#session;
  }

  get visible(): boolean {
    return this.panel.visible;
  }

  /** See {@link CanvasConnection.drawn}. */
  get drawn(): Promise<void> {
    return this.#connection.drawn;
  }

  retitle(): void {
    const state = this.#session?.state;
    if (state) this.panel.title = state.graph?.name ?? state.title;
  }

  /** Makes the page show the sheet in another way; a hidden canvas does so when it is shown. */
  showView(view: PageView): void {
    if (this.panel.visible) this.post({ type: "view", view });
    else this.#wantedView = view;
  }

  sendEvents(revision: number, events: readonly CanvasEvent[]): void {
    this.#connection.sendEvents(revision, events);
  }

  post(message: ToCanvas): void {
    this.#connection.post(message);
  }

  dispose(): void {
    this.#disposed = true;
    for (const disposable of this.#disposables) disposable.dispose();
    this.panel.dispose();
  }

  #showOnceOpen(): void {
    const { opened } = this.#content;
    opened.then(
      (session) => {
        // It may have been closed meanwhile, or be opened again.
        if (!this.#disposed && this.#content.opened === opened) this.#show(session);
      },
      () => {
        // Whoever opened the canvas reports it.
      },
    );
  }

  #show(session: Session): void {
    performance.mark("daggr.canvas.session");
    this.#session = session;
    this.retitle();
    this.#connection.show(session, () => ({
      mediaRoot: this.panel.webview.asWebviewUri(this.folders.media).toString(),
      restore: { file: session.file.toString(), graph: session.state.graph?.name },
      without: [],
    }));
  }
}
