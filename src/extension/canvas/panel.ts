import * as v from "valibot";
import * as vscode from "vscode";
import type { Value } from "../../runtime/values/value.ts";
import type { ToCanvas } from "../../runtime/protocol/canvas.ts";
import { intentSchema, type Intent } from "../../runtime/protocol/intents.ts";
import type { Session } from "../engine/sessions.ts";
import type { Log } from "../log.ts";
import { canvasHtml } from "./html.ts";

/** Larger messages than this from a canvas are refused before they are read: 512 MiB of pasted or dropped bytes. */
const MAX_UPLOAD = 512 * 1024 * 1024;

/** Does what a canvas asks for. Resolves with the answer for intents that carry a request number. */
export type IntentHandler = (session: Session, intent: Intent) => Promise<Value | Uint8Array | void>;

interface PanelPlaces {
  /** Folder of the built webview. */
  readonly built: vscode.Uri;
  readonly media: vscode.Uri;
  readonly icon: vscode.Uri;
}

/** What a canvas shows, whether or not it has been opened yet. */
export interface PanelContent {
  readonly file: vscode.Uri;
  readonly graph: string | undefined;
  readonly opened: Promise<Session>;
}

/**
 * One canvas: a webview that shows one session's state. It is the untrusted end, so what it says is parsed first. The page is
 * loaded while the session opens.
 */
export class CanvasPanel implements vscode.Disposable {
  /** The webview said that it is ready. */
  #ready = false;
  #session: Session | undefined;
  #disposed = false;
  readonly #disposables: vscode.Disposable[] = [];
  #tellShown: () => void = () => {};
  /** The page has got its first snapshot. */
  readonly shown = new Promise<void>((resolve) => (this.#tellShown = resolve));

  constructor(
    readonly panel: vscode.WebviewPanel,
    readonly content: PanelContent,
    private readonly places: PanelPlaces,
    private readonly handle: IntentHandler,
    private readonly log: Log,
  ) {
    const { webview } = panel;
    webview.options = {
      enableScripts: true,
      enableCommandUris: false,
      localResourceRoots: [places.built, places.media],
    };
    panel.iconPath = places.icon;
    this.#disposables.push(
      webview.onDidReceiveMessage((message: unknown) => void this.#receive(message)),
      // A hidden canvas has no page. The one that it gets when it shows again says that it is ready, and is given the whole state.
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#ready = false;
      }),
    );
    webview.html = canvasHtml({
      language: vscode.env.language,
      built: places.built.fsPath,
      address: webview.asWebviewUri(places.built).toString(),
      source: webview.cspSource,
    });
    performance.mark("daggr.canvas.page");
    content.opened.then(
      (session) => this.#show(session),
      () => {
        // Told by whoever opened it.
      },
    );
  }

  /** Undefined until it was opened. */
  get session(): Session | undefined {
    return this.#session;
  }

  get visible(): boolean {
    return this.panel.visible;
  }

  retitle(): void {
    const state = this.#session?.state;
    if (state) this.panel.title = state.graph?.name ?? state.title;
  }

  post(message: ToCanvas): void {
    if (this.#ready && this.panel.visible) void this.panel.webview.postMessage(message);
  }

  sendSnapshot(): void {
    if (!this.#session || !this.#ready) return;
    const mediaRoot = this.panel.webview.asWebviewUri(this.places.media).toString();
    const { file, state } = this.#session;
    this.post({
      type: "snapshot",
      state,
      mediaRoot,
      restore: { file: file.toString(), graph: state.graph?.name },
    });
    this.#tellShown();
  }

  dispose(): void {
    this.#disposed = true;
    for (const disposable of this.#disposables) disposable.dispose();
    this.panel.dispose();
  }

  #show(session: Session): void {
    // It may have been closed meanwhile.
    if (this.#disposed) return;
    performance.mark("daggr.canvas.session");
    this.#session = session;
    this.retitle();
    this.sendSnapshot();
  }

  async #receive(message: unknown): Promise<void> {
    const intent = parseIntent(message);
    if (intent === undefined) {
      this.log.warning("A message from the canvas was refused: it is none that a canvas sends.");
      return;
    }
    if (intent.type === "ready") {
      performance.mark("daggr.canvas.ready");
      this.#ready = true;
      this.sendSnapshot();
      return;
    }
    // One that shows nothing yet has nothing to ask for.
    if (!this.#session) return;
    const request = "request" in intent ? intent.request : undefined;
    try {
      const value = await this.handle(this.#session, intent);
      if (request === undefined) return;
      // A Buffer would be turned into JSON, a plain array of bytes is sent as bytes.
      if (value instanceof Uint8Array) this.post({ type: "bytes", request, bytes: new Uint8Array(value) });
      else this.post({ type: "reply", request, value: value ?? null });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.log.error(`The canvas asked for '${intent.type}', which failed.`, error);
      this.post({ type: "rejected", request, message: text });
    }
  }
}

function parseIntent(message: unknown): Intent | undefined {
  try {
    const parsed = v.safeParse(intentSchema, message);
    return parsed.success && !isTooLarge(parsed.output) ? parsed.output : undefined;
  } catch {
    // Nested so deeply that looking at it exhausts the stack.
    return undefined;
  }
}

function isTooLarge(intent: Intent): boolean {
  return intent.type === "upload" && intent.bytes.byteLength > MAX_UPLOAD;
}
