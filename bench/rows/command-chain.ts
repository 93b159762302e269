import { chainWorkflow } from "../chain.ts";
import { commandBenchmarks } from "../command.ts";

/** Ten thousand take minutes: only where they are asked for, with DAGGR_BENCH_SCALE=1. */
const lengths = process.env["DAGGR_BENCH_SCALE"] === "1" ? [1000, 10_000] : [1000];

/** A chain of functions that add one. */
export default lengths.flatMap((length) =>
  commandBenchmarks({
    title: `chain of ${length.toLocaleString("en")} functions`,
    workflow: chainWorkflow(length),
    script: ["chain.py", String(length)],
    runs: length > 1000 ? 1 : 3,
  }),
);
