import { connect, createServer, type Socket } from "node:net";
import { listen } from "./ports.ts";

/** Stands in front of a server on 127.0.0.1 and breaks its connections. */
export interface TcpProxy {
  readonly port: number;
  /** Cuts this many of the next connections, each after so many bytes in that direction. */
  cutNext(connections: number, afterBytes: number, direction: "up" | "down"): void;
  /** How many were cut. */
  readonly cuts: number;
  /**
   * Lets nothing through until `mend`. Silent: connections stay and what is sent waits, as where a cable is out. Refused: they are
   * broken, and new ones at once.
   */
  block(how: "silent" | "refused"): void;
  mend(): void;
  stop(): Promise<void>;
}

export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let blocked: "silent" | "refused" | undefined;
  const resumes = new Set<() => void>();
  let [left, limit, cut, cuts]: [number, number, "up" | "down", number] = [0, 0, "down", 0];
  const server = createServer((client) => {
    if (blocked === "refused") return client.destroy();
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
          to.once("drain", () => blocked ?? from.resume());
        }
      });
      from.on("end", () => to.end());
      const resume = () => from.resume();
      resumes.add(resume);
      from.on("close", () => resumes.delete(resume));
      if (blocked === "silent") from.pause();
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
    block(how) {
      blocked = how;
      for (const socket of sockets) {
        if (how === "silent") socket.pause();
        else socket.destroy();
      }
    },
    mend() {
      blocked = undefined;
      for (const resume of resumes) resume();
    },
    stop() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
