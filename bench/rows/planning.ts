import assert from "node:assert/strict";
import { createHash } from "node:crypto";
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

const ours = "daggr-vscode";
const bare = "SHA-256 of as many short texts";

/** All nodes have results, so every key is made and compared. */
export default {
  title: `planning ${length.toLocaleString("en")} nodes`,
  runs: 15,
  quick: 15,
  async prepare() {
    await bench.run();
    for (let i = 0; i < 10; i++) once();
    return () => Promise.resolve();
  },
  sides: { [ours]: () => Promise.resolve(once()), [bare]: () => Promise.resolve(hashAll()) },
  limits: { [ours]: { times: 10, of: bare } },
  remark:
    "A node's key is a hash of everything that decides its result, so a hash a node is the least that a plan takes. The rest makes and compares what is hashed.",
} satisfies Benchmark;

function hashAll(): number {
  const start = performance.now();
  for (let node = 0; node < length; node++)
    createHash("sha256").update(`${node} `.padEnd(200, "x")).digest("hex");
  return performance.now() - start;
}

function once(): number {
  const start = performance.now();
  const { steps } = plan(resolvedGraph, bench, { type: "all" });
  const time = performance.now() - start;
  assert.ok(steps.length === length && steps.every(({ action }) => action === "reuse"));
  return time;
}
