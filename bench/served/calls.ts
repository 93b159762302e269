import type { Benchmark } from "../benchmark.ts";
import { load } from "./load.ts";
import { startDaggr, startOurs, type BenchServer } from "./servers.ts";

/** Requests of one measurement. */
const count = 500;

/** Calls of a graph of three trivial functions by so many connections, beside daggr's own server. */
export function callsOver(connections: number): Benchmark {
  let ours: BenchServer | undefined;
  let daggr: BenchServer | undefined;
  let [p99, theirP99] = [NaN, NaN];
  const rate = async (server: BenchServer | undefined, tell: (p99: number) => void) => {
    if (!server) throw new Error("The server does not run.");
    const measured = await load(server.origin, connections, count);
    tell(measured.p99);
    return measured.perRequest;
  };
  return {
    title: `/api/call of three functions, ${connections} at a time: per request (1000 / it: requests a second)`,
    runs: 5,
    remark:
      "Three calls from the engine to its workflow process make a request, one after another: their pipe takes a third of the processor time, by a profile. daggr calls functions in its own process, which a function can block or end. Next step: one message for several calls of which one needs the result of the other.",
    async prepare() {
      [ours, daggr] = await Promise.all([startOurs(), startDaggr()]);
      const servers = [ours, daggr];
      // What is made once is made then.
      for (const { origin } of servers) await load(origin, connections, count);
      return async () => {
        for (const server of servers) await server.stop();
      };
    },
    sides: {
      "daggr-vscode": () => rate(ours, (value) => (p99 = value)),
      "daggr 0.8.0": () => rate(daggr, (value) => (theirP99 = value)),
      "daggr-vscode, 99th percentile": () => Promise.resolve(p99),
      "daggr 0.8.0, 99th percentile": () => Promise.resolve(theirP99),
    },
    limits: { "daggr-vscode": { times: 1 / 5, of: "daggr 0.8.0" } },
  };
}
