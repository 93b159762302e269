import { decodeFrame, encodeFrame, largestFrame, type ToPage } from "../../src/runtime/protocol/browser.ts";
import type { ToCanvas } from "../../src/runtime/protocol/canvas.ts";
import type { Intent } from "../../src/runtime/protocol/intents.ts";
import type { Value } from "../../src/runtime/values/value.ts";
import { followSystemTheme } from "../styles/themes.ts";
import { carryOut, chooseFile, post } from "./browser.ts";
import type { HostConnection } from "./connection.ts";

/** Milliseconds before a lost connection is tried again: the first time, and at most. */
const firstPause = 250;
const longestPause = 5_000;

/** The connection to the server that this page came from, over a WebSocket that is opened again when it is lost. */
export function connectToServer(): HostConnection {
  followSystemTheme();
  return new ServerConnection();
}

/** What the page says by itself, where a person changes nothing: it is no loss while the server is away, and nobody is told of it. */
const byThePage: ReadonlySet<Intent["type"]> = new Set(["drawn", "hover", "set-view"]);

class ServerConnection implements HostConnection {
  #socket: WebSocket | undefined;
  #pause = firstPause;
  /** What is sent when the connection is there. */
  #waiting: Intent[] = [];
  #onMessage: (message: ToCanvas) => void = () => {};
  #onConnection: (connected: boolean) => void = () => {};

  constructor() {
    this.#connect();
  }

  post(intent: Intent): void {
    if (intent.type === "pick-file") void this.#pickFile(intent.request);
    else if (intent.type === "upload")
      void this.#upload(intent.request, intent.name, new Blob([new Uint8Array(intent.bytes)]));
    else if (this.#socket?.readyState === WebSocket.OPEN) this.#send(this.#socket, intent);
    else if (intent.type === "ready") this.#waiting = [intent];
    // What a person types while the server is away is not lost.
    else if (intent.type === "set-input") this.#waiting.push(intent);
    else if (!byThePage.has(intent.type))
      this.#refuse(intent, "The server does not answer, so nothing was changed. Try again when it does.");
  }

  onMessage(listener: (message: ToCanvas) => void): void {
    this.#onMessage = listener;
  }

  onConnection(listener: (connected: boolean) => void): void {
    this.#onConnection = listener;
  }

  getState(): unknown {
    return JSON.parse(sessionStorage.getItem("daggr") ?? "null");
  }

  setState(state: unknown): void {
    sessionStorage.setItem("daggr", JSON.stringify(state));
  }

  #connect(): void {
    const address = new URL("canvas", document.baseURI);
    address.protocol = address.protocol.replace("http", "ws");
    address.search = location.search;
    const socket = new WebSocket(address);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      // The state may have changed meanwhile, so the page asks for it again.
      if (this.#pause > firstPause) this.#waiting.unshift({ type: "ready" });
      this.#pause = firstPause;
      for (const intent of this.#waiting) this.#send(socket, intent);
      this.#waiting = [];
      this.#onConnection(true);
    };
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) =>
      this.#receive(decodeFrame(typeof data === "string" ? data : new Uint8Array(data)) as ToPage);
    socket.onclose = () => {
      this.#onConnection(false);
      setTimeout(() => void this.#reconnect(), this.#pause);
      this.#pause = Math.min(this.#pause * 2, longestPause);
    };
    this.#socket = socket;
  }

  /** A page whose login is over gets no connection, and is not told why by it. */
  async #reconnect(): Promise<void> {
    const answer = await fetch("./", { method: "HEAD", cache: "no-store" }).catch(() => undefined);
    if (answer?.status === 401) location.assign("./login?over");
    else this.#connect();
  }

  #receive(message: ToPage): void {
    if (message.type !== "browser") return this.#onMessage(message);
    carryOut(message.action).catch((error: unknown) =>
      this.#onMessage({ type: "rejected", message: (error as Error).message }),
    );
  }

  #send(socket: WebSocket, intent: Intent): void {
    const frame = encodeFrame(intent);
    if (new Blob([frame]).size <= largestFrame) socket.send(frame);
    else this.#refuse(intent, `This is more than ${largestFrame / 1024 / 1024} MB. Hand it over as a file.`);
  }

  async #pickFile(request: number): Promise<void> {
    const file = await chooseFile();
    if (file) await this.#upload(request, file.name, file);
    else this.#onMessage({ type: "reply", request, value: null });
  }

  /** Files go by requests of their own, which neither side holds in memory. */
  async #upload(request: number, name: string, file: Blob): Promise<void> {
    try {
      // The cast: it is this server's own answer.
      const value = (await post(`canvas/file?name=${encodeURIComponent(name)}`, file)) as Value;
      this.#onMessage({ type: "reply", request, value });
    } catch (error) {
      this.#onMessage({ type: "rejected", request, message: (error as Error).message });
    }
  }

  #refuse(intent: Intent, message: string): void {
    const request = "request" in intent ? intent.request : undefined;
    this.#onMessage({ type: "rejected", message, ...(request !== undefined && { request }) });
  }
}
