import type { Benchmark } from "../benchmark.ts";
import { chainBenchmark } from "../chain.ts";
import { daggr } from "../python.ts";

// daggr's server rebuilds the state of the whole page for each step, so a thousand steps take minutes.
const length = 100;

const served = "daggr 0.8.0, as its server runs it: each result stored and shown";

export default {
  ...chainBenchmark(
    length,
    { [served]: () => daggr("chain.py", String(length), "served") },
    { times: 0.2, of: served },
  ),
  remark:
    "The same work on both sides: stored and told to a page. daggr makes the state of the whole page for each step, so its time grows with the square of the length.",
} satisfies Benchmark;
