import { createContext } from "svelte";
import { isFileRef, type FileRef, type Value } from "../../src/runtime/values/value.ts";
import type { CanvasPlace, PageView, ToCanvas } from "../../src/runtime/protocol/canvas.ts";
import type { Intent } from "../../src/runtime/protocol/intents.ts";
import type { HostConnection } from "../host/connection.ts";
import { Requests } from "../host/requests.ts";
import { Drafts } from "./drafts.svelte.ts";
import { firstView } from "./first-view.ts";
import { Store } from "./store.svelte.ts";
import { Ui } from "./ui.svelte.ts";

/** Everything the parts of the canvas share: the host's state, drafts, the page's own state, and the connection to the host. */
export class Canvas {
  readonly store = new Store();
  readonly ui: Ui;
  readonly drafts: Drafts;
  readonly requests: Requests;
  readonly #host: HostConnection;
  /** The view that the page was asked for. */
  readonly #asked: PageView;
  #place: CanvasPlace | undefined;
  /** Whether the page has its view: until then no snapshot is drawn. */
  #mounted = false;
  /** Whether the host was told that a snapshot was drawn, or is about to be. */
  #toldDrawn = false;
  /** Whether the host can be reached. */
  connected = $state(true);
  /** Set by the view: brings a node's card, or what it shows, into view. */
  reveal: (card: string) => void = () => {};
  /** Set by the flow: brings the whole graph into view. */
  fit: () => void = () => {};
  /** Set by the flow: the ids of the selected cards. */
  selectedNodes: () => string[] = () => [];

  constructor(host: HostConnection) {
    this.#host = host;
    const { view, asked } = firstView(host.getState());
    this.#asked = asked;
    this.ui = new Ui(view);
    this.drafts = new Drafts(host);
    this.requests = new Requests(host);
    host.onMessage((message) => this.#receive(message));
    host.onConnection?.((connected) => (this.connected = connected));
  }

  start(): void {
    this.#host.post({ type: "ready" });
  }

  /** The page has its view, and draws the snapshot that it has or will get. */
  mounted(): void {
    this.#mounted = true;
    this.#tellOnceDrawn();
  }

  /** What the host cannot carry out is not offered; a key that is pressed all the same does nothing. */
  send(intent: Intent): void {
    if (!this.store.can(intent.type)) return;
    if (intent.type === "run" || intent.type === "run-all") this.drafts.flush();
    this.#host.post(intent);
  }

  /** Whether there is a queue of workers, and somebody here may run something. */
  get hasWorkers(): boolean {
    return this.store.hasQueue && this.store.can("workers") && this.store.can("run");
  }

  /** Shows the sheet in another way. */
  show(view: PageView): void {
    this.ui.view = view;
    this.#keep();
  }

  /** The address from which this page can load a file of the media folder. */
  urlOf(file: FileRef): string {
    if (this.#host.urlOf) return this.#host.urlOf(file) ?? "";
    return `${this.store.mediaRoot}/${file.$file.slice(0, 2)}/${file.$file}/${encodeURIComponent(file.name)}`;
  }

  /** Sends a file that a person pasted, dropped, drew or recorded to the host. Undefined if the host refused it. */
  async upload(file: Blob, name: string): Promise<FileRef | undefined> {
    return this.#fileFrom(async () => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      return this.requests.ask({ type: "upload", name, bytes });
    });
  }

  /** Lets the person choose a file in the host's file dialog. Undefined if they cancel or the host refuses the file. */
  async pickFile(input: string): Promise<FileRef | undefined> {
    return this.#fileFrom(() => this.requests.ask({ type: "pick-file", input }));
  }

  async #fileFrom(ask: () => Promise<Value>): Promise<FileRef | undefined> {
    try {
      const file = await ask();
      return isFileRef(file) ? file : undefined;
    } catch (error) {
      this.ui.toast((error as Error).message, { level: "error" });
      return undefined;
    }
  }

  /** For a reload of the page, or of the window. */
  #keep(): void {
    this.#host.setState({ ...this.#place, view: this.ui.view, asked: this.#asked });
  }

  /**
   * Tells the host that the first snapshot was drawn. A frame's callback runs before the frame is painted, and the timeout in it after
   * that. The host waits with other work until then: on few cores it would delay the first cards.
   */
  #tellOnceDrawn(): void {
    if (this.#toldDrawn || !this.#mounted || this.#place === undefined) return;
    this.#toldDrawn = true;
    requestAnimationFrame(() => setTimeout(() => this.#host.post({ type: "drawn" })));
  }

  #endToasts(): void {
    if (this.store.loading.kind === "ready") this.ui.remedied("loaded");
    if (this.store.trusted) this.ui.remedied("trusted");
  }

  #receive(message: ToCanvas): void {
    switch (message.type) {
      case "snapshot":
        performance.mark("daggr.page.snapshot");
        this.store.mediaRoot = message.mediaRoot;
        this.store.without = message.without;
        this.store.replace(message.state);
        this.drafts.forget();
        this.#place = message.restore;
        this.#keep();
        this.#endToasts();
        this.#tellOnceDrawn();
        break;
      case "events": {
        const { sheet } = this.store;
        if (!this.store.apply(message.revision, message.events)) this.start();
        else if (this.store.sheet !== sheet) this.drafts.forget();
        else this.drafts.seen(message.events);
        this.#endToasts();
        break;
      }
      case "reply":
      case "bytes":
        this.requests.settle(message);
        break;
      case "rejected":
        if (this.requests.settle(message)) break;
        this.drafts.forget();
        this.ui.refusals += 1;
        this.ui.toast(message.message, { level: "error", ...(message.until && { until: message.until }) });
        break;
      case "text":
        this.ui.text = message;
        break;
      case "reveal":
        this.ui.lit = message.node;
        if (message.how === "center") this.reveal(message.node);
        break;
      case "view":
        this.show(message.view);
        break;
    }
  }
}

export const [getCanvas, setCanvas] = createContext<Canvas>();
