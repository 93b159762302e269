import type { Intent } from "../../src/runtime/protocol/intents.ts";
import type { FileRef } from "../../src/runtime/values/value.ts";
import type { ToCanvas } from "../../src/runtime/protocol/canvas.ts";

/** The other end of the canvas. VS Code is one; a server in front of a browser can be another. */
export interface HostConnection {
  post(intent: Intent): void;
  onMessage(listener: (message: ToCanvas) => void): void;
  /** Told when the host can no longer be reached, and when it can again. Left out where it cannot be lost. */
  onConnection?(listener: (connected: boolean) => void): void;
  /** The address of a file, where it is none of the media folder's. Undefined where the host does not have the file. */
  urlOf?(file: FileRef): string | undefined;
  /** What this page kept over a reload of itself, and what the host needs to open it again. */
  getState(): unknown;
  setState(state: unknown): void;
}
