import type { Value } from "../../src/runtime/values/value.ts";
import { reduce, withEntry } from "../../src/runtime/protocol/reduce.ts";
import type { CanvasEvent, CanvasState, ToCanvas } from "../../src/runtime/protocol/canvas.ts";
import type { Intent } from "../../src/runtime/protocol/intents.ts";
import type { HostConnection } from "../host/connection.ts";

/**
 * Answers a canvas as the extension would, from a state in memory: edits come back as events, files are made of bytes. It runs
 * nothing; tests and the screenshots say what happens.
 */
export class ScriptedHost implements HostConnection {
  readonly intents: Intent[] = [];
  /** What this host cannot carry out. */
  without: Intent["type"][] = [];
  state: CanvasState;
  readonly #listeners: ((message: ToCanvas) => void)[] = [];
  readonly #files = new Map<string, Uint8Array>();

  constructor(state: CanvasState) {
    this.state = state;
  }

  post(intent: Intent): void {
    // What crosses a real boundary is copied.
    const copy = structuredClone(intent);
    this.intents.push(copy);
    queueMicrotask(() => this.#answer(copy));
  }

  onMessage(listener: (message: ToCanvas) => void): void {
    this.#listeners.push(listener);
  }

  getState(): unknown {
    return JSON.parse(sessionStorage.getItem("kept") ?? "null") as unknown;
  }

  setState(state: unknown): void {
    sessionStorage.setItem("kept", JSON.stringify(state));
  }

  /** Something happened in the session: one message with these events. */
  emit(...events: CanvasEvent[]): void {
    this.lose(...events);
    this.tell({ type: "events", revision: this.state.revision, events });
  }

  /** Something happened in the session, and the message about it never arrives. */
  lose(...events: CanvasEvent[]): void {
    this.state = { ...events.reduce(reduce, this.state), revision: this.state.revision + 1 };
  }

  tell(message: ToCanvas): void {
    for (const listener of this.#listeners) listener(structuredClone(message));
  }

  /** Another state altogether. */
  show(state: CanvasState): void {
    this.state = state;
    this.tell({
      type: "snapshot",
      state,
      mediaRoot: "media",
      restore: { file: "file:///podcast.ts" },
      without: this.without,
    });
  }

  #answer(intent: Intent): void {
    // Everything else is only noted: it would run something, or happen in VS Code.
    // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check
    switch (intent.type) {
      case "ready":
        return this.show(this.state);
      case "set-input":
        return this.emit({ type: "entry", field: "inputs", key: intent.input, value: intent.value as Value });
      case "pick":
        return this.emit({ type: "entry", field: "picks", key: intent.choice, value: intent.variant });
      case "move":
        return this.emit(
          ...Object.entries(intent.positions).map(([key, value]): CanvasEvent => ({
            type: "entry",
            field: "positions",
            key,
            value,
          })),
        );
      case "resize":
        return this.emit({ type: "entry", field: "sizes", key: intent.card, value: intent.size });
      case "compact":
        return this.emit({
          type: "entry",
          field: "compact",
          key: intent.card,
          value: intent.on || undefined,
        });
      case "keep-value": {
        const id = `${intent.node}.${intent.input}`;
        const value = intent.on ? this.state.nodes[intent.node]?.drawn[intent.input] : undefined;
        return this.emit({ type: "entry", field: "kept", key: id, value });
      }
      case "pin":
        return this.emit({
          type: "node",
          node: intent.node,
          state: { pinned: intent.on ? this.state.nodes[intent.node]?.shown : undefined },
        });
      case "bypass":
        return this.emit({ type: "node", node: intent.node, state: { bypassed: intent.on } });
      case "show-result":
        return this.emit({ type: "node", node: intent.node, state: { shown: intent.result } });
      case "edit-items":
        return this.emit({
          type: "node",
          node: intent.node,
          state: {
            outputs: withEntry(
              this.state.nodes[intent.node]?.outputs ?? {},
              intent.port,
              intent.items as Value,
            ),
          },
        });
      case "upload":
        return void this.#takeIn(intent.request, intent.name, intent.bytes);
      case "read-file":
        return this.#read(intent.request, intent.file);
      case "preview":
        return this.tell({
          type: "reply",
          request: intent.request,
          value: { run: [{ node: intent.node ?? "", why: "missing" }], reused: [], estimate: 3400 },
        });
      case "lineage":
        return this.tell({
          type: "reply",
          request: intent.request,
          value: [
            {
              node: intent.node,
              result: intent.result,
              startedAt: Date.now() - 60_000,
              duration: 1234,
              inputs: { prompt: "A cheetah" },
              canvas: {},
              outputs: this.state.nodes[intent.node]?.outputs ?? {},
              upstream: {},
            },
          ],
        });
      case "clear-sheet":
        return this.tell({ type: "reply", request: intent.request, value: `${intent.sheet} before` });
      default:
        return;
    }
  }

  async #takeIn(request: number, name: string, bytes: Uint8Array): Promise<void> {
    const digest = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
    const hash = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    this.#files.set(hash, bytes);
    const extension = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
    const mime =
      { png: "image/png", jpg: "image/jpeg", wav: "audio/wav", mp4: "video/mp4", webm: "video/webm" }[
        extension
      ] ?? "application/octet-stream";
    this.tell({ type: "reply", request, value: { $file: hash, name, mime, size: bytes.length } });
  }

  #read(request: number, hash: string): void {
    const known = this.#files.get(hash);
    if (known) return this.tell({ type: "bytes", request, bytes: known });
    // The page of the tests may ask its own server; the real one cannot.
    const found = this.files[hash];
    if (!found) return this.tell({ type: "rejected", request, message: "This file is no longer kept." });
    this.tell({ type: "bytes", request, bytes: found });
  }

  /** Files that exist from the beginning, by hash. */
  files: Record<string, Uint8Array> = {};
}
