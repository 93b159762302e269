import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { Bench } from "../../test/unit/support/bare-run.ts";
import { chain } from "../../test/unit/support/graphs.ts";
import { inThread } from "../../test/unit/support/in-thread.ts";
import type { Benchmark } from "../benchmark.ts";

const length = 1000;
const graph = chain(length);

const ours = "daggr-vscode";
const bare = "a loop that awaits each function, and hashes its input as a key";

/** No-op nodes in the engine's own thread, no store, no listeners: what the engine itself adds. */
export default {
  title: `engine alone: chain of ${length.toLocaleString("en")} no-op nodes`,
  runs: 20,
  quick: 5,
  async prepare() {
    // The engine lives long: the first runs in a process measure the compiler.
    for (let i = 0; i < 60; i++) await once();
    return () => Promise.resolve();
  },
  sides: { [ours]: once, [bare]: loop },
  limits: { [ours]: { times: 5, of: bare } },
  remark:
    "The loop is what no engine can do without: an awaited call and a key a node. The rest is the plan, the execution with its events, and the record of each result; a quarter of it is the garbage collector's, by a profile. Measured alternately with revision 0a40f74, which is older than this table, this took 23.7 to 25.7 ms and that one 22.7 to 26.7 ms. The aim of 25 µs a node is about reached. The aim of 0.4 of the older time is not: what nodes have learnt since (calls, limits of a queue, where a result was made) costs what was saved. Next step: keep the resolved graph from one run to the next.",
} satisfies Benchmark;

async function loop(): Promise<number> {
  const start = performance.now();
  let value = 0;
  for (let node = 0; node < length; node++) {
    createHash("sha256")
      .update(JSON.stringify({ node, inputs: { x: value } }))
      .digest("hex");
    value = await Promise.resolve(value + 1);
  }
  assert.equal(value, length);
  return performance.now() - start;
}

async function once(): Promise<number> {
  const bench = new Bench(
    graph,
    inThread(({ x }) => ({ output: (x as number) + 1 })),
  );
  const start = performance.now();
  const { ran } = await bench.run();
  const time = performance.now() - start;
  assert.equal(ran.length, length);
  return time;
}
