import { once } from "node:events";
import { WebSocket } from "ws";
import type { Benchmark } from "../benchmark.ts";
import { memoryOf } from "../resources.ts";
import { startDaggr, startOurs, type BenchServer } from "../served/servers.ts";

const pages = 50;
let ours: BenchServer | undefined;
let daggr: BenchServer | undefined;

/** The server with so many pages open, each of which was sent the whole state: pages are as good as their connections to it. */
async function withPages(
  server: BenchServer | undefined,
  open: (server: BenchServer, index: number) => { readonly socket: WebSocket; readonly first: string },
): Promise<number> {
  if (!server) throw new Error("The server does not run.");
  const sockets: WebSocket[] = [];
  for (let index = 0; index < pages; index++) {
    const { socket, first } = open(server, index);
    sockets.push(socket);
    const answered = once(socket, "message");
    await once(socket, "open");
    socket.send(first);
    await answered;
  }
  const used = memoryOf(server.pid);
  for (const socket of sockets) socket.terminate();
  return used;
}

export default {
  title: `memory of the server with ${pages} open pages`,
  unit: "MB",
  runs: 3,
  async prepare() {
    const servers = await Promise.all([startOurs(), startDaggr()]);
    [ours, daggr] = servers;
    return async () => {
      for (const server of servers) await server.stop();
    };
  },
  sides: {
    "daggr-vscode": () =>
      withPages(ours, ({ origin }) => ({
        socket: new WebSocket(`${origin.replace("http", "ws")}/canvas`, { origin }),
        first: JSON.stringify({ type: "ready" }),
      })),
    "daggr 0.8.0": () =>
      withPages(daggr, ({ origin }, index) => ({
        socket: new WebSocket(`${origin.replace("http", "ws")}/ws/page-${index}`),
        first: JSON.stringify({ action: "get_graph" }),
      })),
  },
} satisfies Benchmark;
