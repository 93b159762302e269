import { createHash } from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import { WebSocketServer } from "ws";
import { listen } from "../../../support/ports.ts";

/** What the tunnel leads to. */
export interface LocalServer {
  readonly port: number;
  /** Open connections. */
  readonly connections: () => number;
  /** Lets every stream of events send one. */
  readonly sendEvent: (text: string) => void;
  readonly stop: () => Promise<void>;
}

/** Answers a path with itself, `/bytes` with what was sent and its hash, `/events` with a stream, and echoes over WebSocket. */
export async function startLocalServer(): Promise<LocalServer> {
  const streams = new Set<http.ServerResponse>();
  const server = http.createServer((request, response) => {
    if (request.url === "/events") {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(": open\n\n");
      streams.add(response);
      response.on("close", () => streams.delete(response));
    } else if (request.url === "/bytes") {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        const body = Buffer.concat(parts);
        response.setHeader("x-sha256", createHash("sha256").update(body).digest("hex"));
        response.end(body);
      });
    } else {
      response.setHeader("connection", "close");
      response.end(`You asked for ${request.url}.`);
    }
  });
  let connections = 0;
  server.on("connection", (socket) => {
    connections += 1;
    socket.on("close", () => (connections -= 1));
  });
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (socket) => socket.on("message", (data, binary) => socket.send(data, { binary })));
  const port = await listen(server);
  return {
    port,
    connections: () => connections,
    sendEvent: (text) => streams.forEach((stream) => stream.write(`data: ${text}\n\n`)),
    stop: async () => {
      for (const socket of sockets.clients) socket.terminate();
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, "close");
    },
  };
}
