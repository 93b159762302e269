import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocket } from "ws";
import { largestFrame } from "../../../src/runtime/protocol/browser.ts";
import { Canvases } from "../../../src/server/canvas/canvases.ts";
import { SeenFiles } from "../../../src/server/canvas/seen-files.ts";
import { Visitors } from "../../../src/server/visitors.ts";
import type { ServedWorkflow } from "../../../src/server/workflow.ts";

describe("connections of pages", () => {
  let server: Server;
  let canvases: Canvases;
  const sockets: WebSocket[] = [];
  before(async () => {
    // The cast: no canvas of it gets open, and nothing else is used.
    const workflow = {
      openCanvas: () => new Promise(() => {}),
      visitors: new Visitors(() => true),
    } as unknown as ServedWorkflow;
    canvases = new Canvases(workflow, new SeenFiles(), () => {});
    server = createServer();
    server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      canvases.accept(request, socket, head, { user: request.headers["x-user"]?.toString() }),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  after(async () => {
    for (const socket of sockets) socket.terminate();
    await canvases.close();
    server.close();
  });

  const connect = (user: string) => {
    const { port } = server.address() as AddressInfo;
    const socket = new WebSocket(`ws://127.0.0.1:${port}/canvas`, { headers: { "x-user": user } });
    sockets.push(socket);
    return socket;
  };

  it("take so large a message, and are closed at a larger one", async () => {
    const page = connect("ada");
    await once(page, "open");
    page.send(Buffer.alloc(largestFrame));
    page.ping();
    await once(page, "pong");
    page.send(Buffer.alloc(largestFrame + 1));
    const [code] = (await once(page, "close")) as [number];
    assert.equal(code, 1009);
  });

  it("are so many of one user and no more, whatever others have", async () => {
    await Promise.all(Array.from({ length: 200 }, () => once(connect("bob"), "open")));
    const [error] = (await once(connect("bob"), "error")) as [Error];
    assert.match(error.message, /503/);
    await once(connect("ada"), "open");
  });
});
