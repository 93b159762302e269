import * as v from "valibot";
import type { CanvasEvent, CanvasPlace, ToCanvas } from "../protocol/canvas.ts";
import {
  intentSchema,
  isHostIntent,
  type EngineIntent,
  type HostIntent,
  type Intent,
} from "../protocol/intents.ts";
import { withCleared } from "../protocol/reduce.ts";
import type { HostedFiles, HostedSession, CanvasHost } from "./host.ts";
import { carryOut, ensureRunnable, NotRunnable, type HostTools, type IntentAnswer } from "./host-intents.ts";

/** Milliseconds from the snapshot. A page that is out of sight draws no frame, and so never says that it did. */
const longestDrawing = 2000;
/** Bytes. A canvas may hand over a pasted or dropped file of at most this size. */
const maxUpload = 512 * 1024 * 1024;

export interface ConnectionOptions {
  readonly host: CanvasHost;
  readonly files: HostedFiles;
  /** Sends a message to the page. Called only while the page listens. */
  readonly post: (message: ToCanvas) => void;
  readonly log: { warning(text: string): void; error(text: string, error: unknown): void };
}

/** What a snapshot holds besides the state. */
export interface SnapshotPlace {
  /** Where the page loads files from. */
  readonly mediaRoot: string;
  readonly restore: CanvasPlace;
  /** What the host cannot carry out. */
  readonly without: readonly Intent["type"][];
}

/**
 * The host's end of one canvas. The page is the untrusted end, so each message is parsed before anything else looks at it. A
 * page that says it is ready gets one snapshot, then events; see `CanvasState.revision`.
 */
export class CanvasConnection {
  #listening = false;
  #shown: { readonly tools: HostTools; readonly place: () => SnapshotPlace } | undefined;
  /** The last change of an input that is on its way: a file that it names is shown once the engine has taken it. */
  #pendingInput: Promise<unknown> = Promise.resolve();
  #resolveDrawn: () => void = () => {};
  /**
   * Resolves when the page has drawn its first snapshot, two seconds after it was sent one, or when the page is gone. Pending as long
   * as the page never becomes ready.
   */
  readonly drawn = new Promise<void>((resolve) => (this.#resolveDrawn = resolve));

  constructor(private readonly options: ConnectionOptions) {}

  /** The graph is open: the page gets it now, or when it is ready. */
  show(session: HostedSession, place: () => SnapshotPlace): void {
    const { host, files } = this.options;
    this.#shown = { tools: { session, host, files }, place };
    this.#sendSnapshot();
  }

  /** The page is hidden or gone. The next one says that it is ready, and gets the whole state. */
  pageGone(): void {
    this.#listening = false;
    this.#resolveDrawn();
  }

  sendEvents(revision: number, events: readonly CanvasEvent[]): void {
    this.post({ type: "events", revision, events: events.map(withCleared) });
  }

  post(message: ToCanvas): void {
    if (this.#listening) this.options.post(message);
  }

  /** A message of the page, whatever it is. Never rejects. */
  async receive(message: unknown): Promise<void> {
    const intent = parseIntent(message);
    if (intent === undefined) {
      this.options.log.warning("A message from the canvas was refused: it is not one that a canvas sends.");
      return;
    }
    if (intent.type === "ready") {
      this.#listening = true;
      this.#sendSnapshot();
      return;
    }
    if (intent.type === "drawn") return this.#resolveDrawn();
    // A canvas that shows nothing yet has nothing to ask for.
    if (!this.#shown) return;
    const request = "request" in intent ? intent.request : undefined;
    try {
      const answer = await this.#carryOut(this.#shown.tools, intent);
      if (request === undefined) return;
      // A Buffer would be turned into JSON; a plain array of bytes is sent as bytes.
      if (answer instanceof Uint8Array) this.post({ type: "bytes", request, bytes: new Uint8Array(answer) });
      else this.post({ type: "reply", request, value: answer ?? null });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.options.log.error(`The canvas asked for '${intent.type}', which failed.`, error);
      const until = error instanceof NotRunnable ? error.until : undefined;
      this.post({ type: "rejected", request, message: text, ...(until && { until }) });
    }
  }

  async #carryOut(tools: HostTools, intent: EngineIntent | HostIntent): Promise<IntentAnswer> {
    if (isHostIntent(intent)) {
      // A canvas asks for a file right after it set it as an input.
      if ("file" in intent) await this.#pendingInput;
      return carryOut(tools, intent);
    }
    if (intent.type === "run" || intent.type === "run-all") await ensureRunnable(tools);
    const answer = tools.session.send(intent);
    if (intent.type === "set-input") this.#pendingInput = Promise.allSettled([answer]);
    return answer;
  }

  #sendSnapshot(): void {
    if (!this.#shown || !this.#listening) return;
    const { tools, place } = this.#shown;
    this.post({ type: "snapshot", state: tools.session.state, ...place() });
    setTimeout(this.#resolveDrawn, longestDrawing).unref();
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
  return intent.type === "upload" && intent.bytes.byteLength > maxUpload;
}
