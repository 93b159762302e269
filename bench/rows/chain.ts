import type { Benchmark } from "../benchmark.ts";
import { chainBenchmark } from "../chain.ts";
import { daggr } from "../python.ts";

const length = 1000;

/** daggr's executor alone stores and shows nothing, so this is no equal comparison; `chain-stored.ts` is. */
const executor = "daggr 0.8.0, executor alone: nothing stored or shown";

export default {
  ...chainBenchmark(
    length,
    { [executor]: () => daggr("chain.py", String(length)) },
    { times: 0.3, of: executor },
  ),
  quick: 2,
  slow: true,
  remark:
    "For each node ours plans, calls the function in another process, makes a record with its key, writes it to the journal and tells the canvas; daggr's executor only calls the function, so this is no equal comparison. A node costs two messages between the engine and its process (test/unit/project/counts.test.ts), one after another. Next step: one message for several calls of which one needs the result of the other.",
} satisfies Benchmark;
