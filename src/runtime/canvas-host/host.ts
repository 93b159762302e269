import type { StepFailure } from "../failures/failure.ts";
import type { CanvasState } from "../protocol/canvas.ts";
import type { EngineIntent } from "../protocol/intents.ts";
import type { Value } from "../values/value.ts";

/** The opened graph that a canvas shows, as its host knows it. */
export interface HostedSession {
  /** The state after the last event. */
  readonly state: CanvasState;
  /** Hands an intent to the engine. Rejects with a message for the person. */
  send(intent: EngineIntent): Promise<Value | undefined>;
  /** Loads the workflow file unless that was done. False where it fails; the state then says why. */
  ensureLoaded(): Promise<boolean>;
}

/** The files of results and inputs, which the engine keeps by their content. */
export interface HostedFiles {
  /** The path of a file by its SHA-256 hash and name, or undefined where it is no longer kept. */
  pathOf(file: { readonly hash: string; readonly name: string }): Promise<string | undefined>;
  /** Takes a file in by its path, and resolves with its `FileRef`. */
  addFile(file: { readonly path: string }): Promise<Value>;
}

/**
 * What only the program around a canvas can do: VS Code is one, a server with a page in a browser another. A path in here
 * never comes from the canvas: the engine or a dialog of the host gave it.
 */
export interface CanvasHost {
  /** Whether the person trusts the code of this workspace, so that it may run. */
  isTrusted(): boolean;
  /** Opens the settings of trust. */
  manageTrust(): Promise<void>;
  /** Calls are neither recorded nor answered from a recording any more. */
  stopRecording(): Promise<void>;
  signIn(): Promise<void>;
  /** Asks for the user name and the password of a Gradio app. */
  signInToApp(origin: string): Promise<void>;
  showLogs(): Promise<void>;
  /** Shows where a node is made in the code. */
  goToNode(node: string): Promise<void>;
  /** Shows a line of code. */
  goToLocation(location: NonNullable<StepFailure["at"]>): Promise<void>;
  /** The pointer is on a node's card, or left it. */
  highlightNode(node: string | undefined): void;
  openGraph(graph: string): Promise<void>;
  /** Opens a public page in a browser. */
  openAddress(address: string): Promise<void>;
  copyText(text: string): Promise<void>;
  /** Shows a text of which no file exists. */
  showText(text: string, language: "plaintext" | "json"): Promise<void>;
  openFile(path: string): Promise<void>;
  /** Lets the person save a copy of a file under a name of their choice. */
  saveFile(path: string, suggestedName: string): Promise<void>;
  /** Lets the person choose a file. Undefined: they chose none. */
  chooseFile(): Promise<string | undefined>;
  exportSheet(): Promise<void>;
  /** As a page that shows the sheet by itself (`exported-page.ts`). */
  exportPage(): Promise<void>;
  /** As a recorded test of the workflow. */
  saveAsTest(): Promise<void>;
  importSheet(): Promise<void>;
  copySheet(): Promise<void>;
}
