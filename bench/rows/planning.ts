import assert from "node:assert/strict";
import { plan } from "../../src/runtime/plan/planner.ts";
import { resolveGraph } from "../../src/runtime/plan/resolved-graph.ts";
import { Bench } from "../../test/unit/support/bare-run.ts";
import { chain } from "../../test/unit/support/graphs.ts";
import { inThread } from "../../test/unit/support/in-thread.ts";
import type { Benchmark } from "../benchmark.ts";

const length = 1000;
const bench = new Bench(
  chain(length),
  inThread(({ x }) => ({ output: (x as number) + 1 })),
);
const resolvedGraph = resolveGraph(bench.graph, {});

/** All nodes have results, so every key is made and compared. Under 10 ms wanted. */
export default {
  title: `planning ${length.toLocaleString("en")} nodes`,
  runs: 15,
  async prepare() {
    await bench.run();
    for (let i = 0; i < 10; i++) once();
    return () => Promise.resolve();
  },
  sides: { "daggr-vscode": () => Promise.resolve(once()) },
  limits: { "daggr-vscode": 10 },
} satisfies Benchmark;

function once(): number {
  const start = performance.now();
  const { steps } = plan(resolvedGraph, bench, { type: "all" });
  const time = performance.now() - start;
  assert.ok(steps.length === length && steps.every(({ action }) => action === "reuse"));
  return time;
}
