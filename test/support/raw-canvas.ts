import assert from "node:assert/strict";
import { WebSocket } from "ws";
import { decodeFrame, encodeFrame } from "../../src/runtime/protocol/browser.ts";
import type { CanvasState } from "../../src/runtime/protocol/canvas.ts";
import { eventually } from "./eventually.ts";

/** A canvas of a user without a browser: it sends whatever it likes. */
export class RawCanvas {
  readonly messages: unknown[] = [];
  private constructor(private readonly socket: WebSocket) {
    socket.on("message", (data: Buffer, isBinary) =>
      this.messages.push(decodeFrame(isBinary ? data : data.toString())),
    );
  }

  static async open(origin: string, cookie = "", search = ""): Promise<RawCanvas> {
    const socket = new WebSocket(`${origin.replace("http", "ws")}/canvas${search}`, {
      headers: { cookie, origin },
    });
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    const canvas = new RawCanvas(socket);
    canvas.send({ type: "ready" });
    await eventually("there is a snapshot", () => assert.ok(canvas.state));
    return canvas;
  }

  get state(): CanvasState | undefined {
    const snapshots = this.messages as { type: string; state: CanvasState }[];
    return snapshots.findLast(({ type }) => type === "snapshot")?.state;
  }

  send(intent: unknown): void {
    this.socket.send(encodeFrame(intent as never));
  }

  close(): void {
    this.socket.terminate();
  }
}
