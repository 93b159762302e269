import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { Bench } from "../../test/unit/support/bare-run.ts";
import { fn, graph, port } from "../../test/unit/support/graphs.ts";
import { inThread } from "../../test/unit/support/in-thread.ts";
import type { Benchmark } from "../benchmark.ts";

const count = 200;
const milliseconds = 100;
const limit = 20;
const items = Array.from({ length: count }, (_, index) => index);

const ours = "daggr-vscode";
const bare = "timers alone, as many at a time";

export default {
  title: `scatter of ${count} items of ${milliseconds} ms, ${limit} at a time`,
  runs: 3,
  sides: { [ours]: once, [bare]: timers },
  limits: { [ours]: { times: 1.1, of: bare } },
  remark: "The engine must keep all places filled; what it adds to the timers is its work between two items.",
} satisfies Benchmark;

async function timers(): Promise<number> {
  let next = 0;
  const start = performance.now();
  const place = async () => {
    while (next++ < count) await sleep(milliseconds);
  };
  await Promise.all(Array.from({ length: limit }, place));
  return performance.now() - start;
}

async function once(): Promise<number> {
  let open = 0;
  let most = 0;
  const executors = inThread(
    async ({ x = null }, _context, node) => {
      if (node.name === "list") return { output: items };
      most = Math.max(most, ++open);
      await sleep(milliseconds);
      open--;
      return { output: x };
    },
    { group: (node) => ({ name: node.name, limit }) },
  );
  const bench = new Bench(graph(fn("list"), fn("each", { x: port("list.output.each") })), executors);
  const start = performance.now();
  const { failed } = await bench.run();
  const time = performance.now() - start;
  assert.deepEqual(failed, {});
  assert.equal(most, limit);
  assert.deepEqual(bench.shown("each")!.outputs["output"], items);
  return time;
}
