import { connect, createServer, type Socket } from "node:net";
import { listen } from "./ports.ts";

/** Stands in front of a server on 127.0.0.1 and breaks its connections. */
export interface TcpProxy {
  readonly port: number;
  /** Cuts this many of the next connections, each after so many bytes in that direction. */
  cutNext(connections: number, afterBytes: number, direction: "up" | "down"): void;
  /** How many were cut. */
  readonly cuts: number;
  stop(): Promise<void>;
}

export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let [left, limit, cut, cuts]: [number, number, "up" | "down", number] = [0, 0, "down", 0];
  const server = createServer((client) => {
    const upstream = connect(target, "127.0.0.1");
    const end = () => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", end);
      socket.on("close", () => sockets.delete(socket));
      socket.on("close", end);
    }
    const pass = (from: Socket, to: Socket, direction: typeof cut) => {
      let bytes = 0;
      from.on("data", (chunk) => {
        bytes += chunk.length;
        if (left > 0 && cut === direction && bytes > limit) {
          left -= 1;
          cuts += 1;
          end();
        } else if (!to.write(chunk)) {
          from.pause();
          to.once("drain", () => from.resume());
        }
      });
      from.on("end", () => to.end());
    };
    pass(client, upstream, "up");
    pass(upstream, client, "down");
  });
  const port = await listen(server);
  return {
    port,
    get cuts() {
      return cuts;
    },
    cutNext(connections, afterBytes, direction) {
      [left, limit, cut] = [connections, afterBytes, direction];
    },
    stop() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
