import type { Benchmark } from "../benchmark.ts";
import { memoryOf } from "../resources.ts";
import { load } from "../served/load.ts";
import { startDaggr, startOurs, type BenchServer } from "../served/servers.ts";

/** Requests of a run, and how many at a time. */
const requests = { count: 500, connections: 16 };
/** Milliseconds between two looks. */
const look = 50;

let ours: BenchServer | undefined;
let daggr: BenchServer | undefined;

const atRest = (server: BenchServer | undefined) => Promise.resolve(server ? memoryOf(server.pid) : NaN);

async function inRun(server: BenchServer | undefined): Promise<number> {
  if (!server) throw new Error("The server does not run.");
  let most = 0;
  const timer = setInterval(() => (most = Math.max(most, memoryOf(server.pid))), look);
  await load(server.origin, requests.connections, requests.count);
  clearInterval(timer);
  return Math.max(most, memoryOf(server.pid));
}

/** All processes of the server of three functions: before anything ran, and at most while many calls run. */
export default {
  title: "memory of the whole",
  unit: "MB",
  runs: 1,
  async prepare() {
    const servers = await Promise.all([startOurs(), startDaggr()]);
    [ours, daggr] = servers;
    return async () => {
      for (const server of servers) await server.stop();
    };
  },
  sides: {
    "daggr-vscode, at rest": () => atRest(ours),
    "daggr 0.8.0, at rest": () => atRest(daggr),
    [`daggr-vscode, ${requests.connections} calls at a time`]: () => inRun(ours),
    [`daggr 0.8.0, ${requests.connections} calls at a time`]: () => inRun(daggr),
  },
  limits: { "daggr-vscode, at rest": { times: 1.5, of: "daggr 0.8.0, at rest" } },
  remark:
    "Ours has several processes where daggr has one, each with a Node of its own: the server with the engine's threads, a process that runs the functions, and one on standby, so that a save is drawn soon.",
} satisfies Benchmark;
