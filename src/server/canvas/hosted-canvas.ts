import { randomBytes } from "node:crypto";
import { CanvasConnection } from "../../runtime/canvas-host/canvas-connection.ts";
import type { HostedSession } from "../../runtime/canvas-host/host.ts";
import type { ToPage } from "../../runtime/protocol/browser.ts";
import type { CanvasState } from "../../runtime/protocol/canvas.ts";
import { reduceAll } from "../../runtime/protocol/reduce.ts";
import type { SessionId } from "../../runtime/protocol/session.ts";
import type { Visitor } from "../access/logins.ts";
import type { ServedWorkflow } from "../workflow.ts";
import { BrowserHost, withoutEditor } from "./browser-host.ts";
import type { SeenFiles } from "./seen-files.ts";
import { forVisitor } from "./visitor-messages.ts";

interface CanvasOptions {
  readonly workflow: ServedWorkflow;
  readonly visitor: Visitor;
  readonly graph: string | undefined;
  readonly files: SeenFiles;
  readonly post: (message: ToPage) => void;
  readonly log: (text: string) => void;
}

/** One page in a browser: a canvas of its own, which shows a sheet of its visitor. */
export class HostedCanvas {
  /** By which the page's other requests name this canvas. Nobody guesses it. */
  readonly id = randomBytes(16).toString("base64url");
  readonly connection: CanvasConnection;
  #close: (() => Promise<void>) | undefined;
  #session: SessionId | undefined;

  constructor(private readonly options: CanvasOptions) {
    const { workflow, log } = options;
    const post = (message: ToPage) => options.post(forVisitor(message, workflow.showPaths));
    this.connection = new CanvasConnection({
      host: new BrowserHost({
        workflow,
        visitor: options.visitor,
        canvas: this.id,
        state: () => this.#state,
        post,
      }),
      files: {
        pathOf: (file) => workflow.engine.pathOf(file),
        addFile: (file) => workflow.engine.addFile(file),
      },
      post: (message) => {
        options.files.note(options.visitor, message);
        post(message);
      },
      log: { warning: log, error: (text, error) => log(`${text} ${String(error)}`) },
    });
  }

  #state: CanvasState | undefined;

  get visitor(): Visitor {
    return this.options.visitor;
  }

  /** Of the engine; undefined until it is open. */
  get session(): SessionId | undefined {
    return this.#session;
  }

  #hosted: HostedSession | undefined;

  /** What it shows; undefined until it is open. */
  get hosted(): HostedSession | undefined {
    return this.#hosted;
  }

  async open(): Promise<void> {
    const { workflow, visitor, graph, files } = this.options;
    const opened = await workflow.openCanvas(visitor, graph, (revision, events) => {
      if (!this.#state || revision <= this.#state.revision) return;
      this.#state = { ...reduceAll(this.#state, events), revision };
      this.connection.sendEvents(revision, events);
    });
    const { session } = opened;
    const { engine } = workflow;
    this.#close = () => opened.close();
    this.#session = session;
    this.#state = await engine.snapshot({ session });
    const state = () => this.#state!;
    const hosted: HostedSession = (this.#hosted = {
      get state() {
        return state();
      },
      send: async (intent) => {
        files.check(visitor, intent);
        return engine.intent({ session, intent });
      },
      ensureLoaded: async () => state().loading.kind === "ready" || (await engine.load({ session })).ok,
    });
    this.connection.show(hosted, () => ({
      mediaRoot: "media",
      restore: { file: state().title, graph: state().graph?.name },
      without: withoutEditor,
    }));
  }

  async close(): Promise<void> {
    this.connection.pageGone();
    await this.#close?.();
  }
}
