import type { ToCanvas } from "../../src/runtime/protocol/canvas.ts";
import type { HostConnection } from "./connection.ts";

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The connection to the extension host. May be made once per page. */
export function connectToVsCode(): HostConnection {
  const api = acquireVsCodeApi();
  return {
    post: (intent) => api.postMessage(intent),
    // Frames inside the page may post to it as well, and are not to be trusted: only the host's messages count.
    onMessage: (listener) => {
      window.addEventListener("message", ({ data, source }: MessageEvent<ToCanvas>) => {
        if (!isFrameOfOurs(source)) listener(data);
      });
    },
    getState: () => api.getState(),
    setState: (state) => api.setState(state),
  };
}

function isFrameOfOurs(source: MessageEventSource | null): boolean {
  return [...document.querySelectorAll("iframe")].some((frame) => frame.contentWindow === source);
}
