import assert from "node:assert/strict";
import { Bench } from "../../test/unit/support/bare-run.ts";
import { chain } from "../../test/unit/support/graphs.ts";
import { inThread } from "../../test/unit/support/in-thread.ts";
import type { Benchmark } from "../benchmark.ts";

const length = 1000;
const graph = chain(length);

/** No-op nodes in the engine's own thread, no store, no listeners: what the engine itself adds. Under 50 ms wanted. */
export default {
  title: `engine alone: chain of ${length.toLocaleString("en")} no-op nodes`,
  runs: 5,
  async prepare() {
    // The engine lives long: the first runs in a process measure the compiler.
    for (let i = 0; i < 3; i++) await once();
    return () => Promise.resolve();
  },
  sides: { "daggr-vscode": once },
  limits: { "daggr-vscode": 50 },
} satisfies Benchmark;

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
