import type { Intent } from "../../src/runtime/protocol/intents.ts";
import type { ToCanvas } from "../../src/runtime/protocol/canvas.ts";

/** The other end of the canvas. VS Code is one; a server in front of a browser can be another. */
export interface HostConnection {
  post(intent: Intent): void;
  onMessage(listener: (message: ToCanvas) => void): void;
  /** What this page kept over a reload of itself, and what the host needs to open it again. */
  getState(): unknown;
  setState(state: unknown): void;
}
