import { readFile } from "node:fs/promises";
import { basename, dirname, relative } from "node:path";
import type { CanvasHost } from "../../runtime/canvas-host/host.ts";
import { nodesOf } from "../../runtime/graph/variants.ts";
import type { StepFailure } from "../../runtime/failures/failure.ts";
import type { BrowserAction, ToPage } from "../../runtime/protocol/browser.ts";
import type { CanvasState } from "../../runtime/protocol/canvas.ts";
import type { Intent } from "../../runtime/protocol/intents.ts";
import type { Visitor } from "../access/logins.ts";
import type { ServedWorkflow } from "../workflow.ts";
import { mediaAddress } from "./media.ts";

/** What only an editor can carry out: the page does not offer it. */
export const withoutEditor: readonly Intent["type"][] = [
  "sign-in",
  "sign-in-to-app",
  "show-logs",
  "trust",
  "copy-sheet",
  "save-as-test",
  "stop-recording",
];

export interface BrowserHostOptions {
  readonly workflow: ServedWorkflow;
  readonly visitor: Visitor;
  /** Names the canvas in addresses. */
  readonly canvas: string;
  /** Undefined until the canvas is open. */
  readonly state: () => CanvasState | undefined;
  readonly post: (message: ToPage) => void;
}

/** A browser around a canvas: the page is asked to do what a browser can, and shows code and values by itself. */
export class BrowserHost implements CanvasHost {
  constructor(private readonly options: BrowserHostOptions) {}

  isTrusted(): boolean {
    return true;
  }

  manageTrust(): Promise<void> {
    return notHere();
  }

  signIn(): Promise<void> {
    return notHere();
  }

  signInToApp(): Promise<void> {
    return notHere();
  }

  showLogs(): Promise<void> {
    return notHere();
  }

  copySheet(): Promise<void> {
    return notHere();
  }

  saveAsTest(): Promise<void> {
    return notHere();
  }

  stopRecording(): Promise<void> {
    return notHere();
  }

  async goToNode(name: string): Promise<void> {
    const graph = this.options.state()?.graph;
    const node = graph && nodesOf(graph).find((candidate) => candidate.name === name);
    if (node?.source !== undefined) await this.goToLocation(node.source);
  }

  /** Of code, only the modules that the workflow loaded are shown. */
  async goToLocation({ file, line }: NonNullable<StepFailure["at"]>): Promise<void> {
    const { workflow, visitor, state } = this.options;
    const session = await workflow.graph(visitor, state()?.graph?.name);
    if (!session.code.files.includes(file))
      throw new Error(
        `'${basename(file)}', line ${line}, is no file of the workflow, so it is not shown here.`,
      );
    const text = await readFile(file, "utf8");
    const title = `${relative(dirname(workflow.file), file)}, line ${line}`;
    this.options.post({ type: "text", title, text, language: "typescript", line });
  }

  highlightNode(): void {
    // There is no editor whose cursor could follow.
  }

  async openGraph(graph: string): Promise<void> {
    await this.#act({ type: "open-address", address: `?graph=${encodeURIComponent(graph)}` });
  }

  openAddress(address: string): Promise<void> {
    return this.#act({ type: "open-address", address });
  }

  copyText(text: string): Promise<void> {
    return this.#act({ type: "copy-text", text });
  }

  showText(text: string, language: "plaintext" | "json"): Promise<void> {
    this.options.post({ type: "text", title: "Value", text, language });
    return Promise.resolve();
  }

  openFile(path: string): Promise<void> {
    return this.#act({ type: "open-address", address: mediaAddress(path) });
  }

  saveFile(path: string, name: string): Promise<void> {
    return this.#act({ type: "download", address: mediaAddress(path), name });
  }

  /** The page lets the person choose a file and sends its bytes, so a server is never asked for a path. */
  chooseFile(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  exportSheet(): Promise<void> {
    return this.#download("sheet", "daggr-sheet");
  }

  exportPage(): Promise<void> {
    return this.#download("page", "html");
  }

  importSheet(): Promise<void> {
    return this.#act({ type: "upload-sheet", address: `canvas/${this.options.canvas}/sheet` });
  }

  /** Of the shown sheet. */
  #download(what: "sheet" | "page", extension: string): Promise<void> {
    const state = this.options.state();
    const sheet = state?.sheets.find(({ id }) => id === state.sheet);
    const name = `${state?.graph?.name ?? "graph"} - ${sheet?.name ?? "sheet"}.${extension}`;
    const address = `canvas/${this.options.canvas}/${what}?name=${encodeURIComponent(name)}`;
    return this.#act({ type: "download", address, name });
  }

  #act(action: BrowserAction): Promise<void> {
    this.options.post({ type: "browser", action });
    return Promise.resolve();
  }
}

/** The page does not offer these (see `withoutEditor`), so only a page that is none of ours asks. */
function notHere(): Promise<never> {
  return Promise.reject(new Error("This can be done in VS Code only."));
}
