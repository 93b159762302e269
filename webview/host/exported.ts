import {
  exportedFileAttribute,
  exportedSheetElement,
  type ExportedSheet,
} from "../../src/runtime/protocol/exported-sheet.ts";
import type { CanvasEvent, ToCanvas } from "../../src/runtime/protocol/canvas.ts";
import type { Intent, IntentOf } from "../../src/runtime/protocol/intents.ts";
import type { FileRef, Value } from "../../src/runtime/values/value.ts";
import { followSystemTheme } from "../styles/themes.ts";
import type { HostConnection } from "./connection.ts";

/** Undefined where this page is none that was exported. */
export function connectToExport(): HostConnection | undefined {
  const text = document.getElementById(exportedSheetElement)?.textContent;
  if (text === undefined || text === null) return undefined;
  followSystemTheme();
  // Cast: the same build wrote it.
  return new ExportedHost(JSON.parse(text) as ExportedSheet);
}

/** What needs an engine, an editor or a store. */
const without = [
  ...(["run", "run-again", "run-all", "stop", "preview", "answer", "workers", "load"] as const),
  ...(["set-input", "edit-items", "pick", "upload", "pick-file", "undo", "redo", "tidy"] as const),
  ...(["show-result", "show-results", "describe-result", "delete-results"] as const),
  ...(["restore-results", "adopt-node"] as const),
  ...(["pin", "bypass", "mark-fresh", "keep-value", "use-partial"] as const),
  ...(["open-sheet", "create-sheet", "rename-sheet", "duplicate-sheet", "delete-sheet"] as const),
  ...(["restore-sheet", "clear-sheet", "export-sheet", "import-sheet", "copy-sheet", "export-page"] as const),
  ...(["save-as-test", "stop-recording"] as const),
  ...(["go-to-code", "go-to-failure", "open-file", "open-value", "open-page", "open-graph"] as const),
  ...(["copy-for-assistant", "sign-in", "sign-in-to-app", "show-logs", "trust", "notice"] as const),
];

/** A handler for each of the others: a missing one is a type error. */
type Handlers = {
  readonly [T in Exclude<Intent["type"], (typeof without)[number]>]: (intent: IntentOf<T>) => void;
};

/** A host of nothing but the sheet in the page: one may look at all of it, and arrange the cards for oneself. */
class ExportedHost implements HostConnection {
  /** By hash: the addresses of files that were shown. */
  readonly #addresses = new Map<string, string>();
  #revision: number;
  #tell: (message: ToCanvas) => void = () => {};
  readonly #handlers: Handlers;

  constructor({ state, steps, lineage }: ExportedSheet) {
    this.#revision = state.revision;
    this.#handlers = {
      ready: () =>
        this.#tell({ type: "snapshot", state, mediaRoot: "", restore: { file: state.title }, without }),
      lineage: ({ request, result }) => {
        const made = (lineage[result] ?? []).flatMap((id) => steps[id] ?? []);
        // Cast: a step is JSON throughout.
        this.#tell({ type: "reply", request, value: made as unknown as Value });
      },
      "read-file": ({ request, file }) => {
        const bytes = bytesOf(file);
        if (bytes) this.#tell({ type: "bytes", request, bytes });
        else this.#tell({ type: "rejected", request, message: "This page does not hold the file." });
      },
      "save-file": ({ file, name = "file" }) => {
        const href = this.#address(file, "application/octet-stream");
        if (href !== undefined) Object.assign(document.createElement("a"), { href, download: name }).click();
      },
      move: ({ positions }) =>
        this.#change(
          Object.entries(positions).map(([key, value]) => ({
            type: "entry",
            field: "positions",
            key,
            value,
          })),
        ),
      resize: ({ card, size }) => this.#change([{ type: "entry", field: "sizes", key: card, value: size }]),
      compact: ({ card, on }) =>
        this.#change([{ type: "entry", field: "compact", key: card, value: on || undefined }]),
      // What is drawn, where the pointer is and what is in view is this page's own matter.
      drawn: () => {},
      hover: () => {},
      "set-view": () => {},
    };
  }

  post(intent: Intent): void {
    // The handler under a type takes the intents of that type, which TypeScript cannot follow through the union.
    const handler = (this.#handlers as Readonly<Record<string, ((intent: Intent) => void) | undefined>>)[
      intent.type
    ];
    if (handler) handler(intent);
    else if ("request" in intent)
      this.#tell({ type: "rejected", request: intent.request, message: "This page only shows a sheet." });
  }

  onMessage(listener: (message: ToCanvas) => void): void {
    this.#tell = listener;
  }

  urlOf({ $file, mime }: FileRef): string | undefined {
    return this.#address($file, mime);
  }

  getState(): unknown {
    return undefined;
  }

  setState(): void {
    // The page holds all that it needs.
  }

  #change(events: readonly CanvasEvent[]): void {
    this.#revision++;
    this.#tell({ type: "events", revision: this.#revision, events });
  }

  #address(hash: string, mime: string): string | undefined {
    const known = this.#addresses.get(hash);
    if (known !== undefined) return known;
    const bytes = bytesOf(hash);
    if (!bytes) return undefined;
    // Nothing that a browser would open as a document of this page.
    const type = /^(image|audio|video)\//.test(mime) ? mime : "application/octet-stream";
    const address = URL.createObjectURL(new Blob([bytes], { type }));
    this.#addresses.set(hash, address);
    return address;
  }
}

function bytesOf(hash: string): Uint8Array<ArrayBuffer> | undefined {
  const text = document.querySelector(`[${exportedFileAttribute}="${CSS.escape(hash)}"]`)?.textContent;
  if (text === undefined || text === null) return undefined;
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
