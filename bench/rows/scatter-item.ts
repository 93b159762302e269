import type { Benchmark } from "../benchmark.ts";
import { runWorkflow } from "../command.ts";
import { scatterWorkflow } from "../programs/scatter-workflow.ts";
import { daggr } from "../python.ts";

const [few, many] = [1000, 10_000];

const ours = "daggr run, with its process, store and results";
const executor = "daggr 0.8.0, executor alone: nothing stored or shown";

/** What one more item costs a command: the start of the command is in both of its sizes. */
export default {
  title: `scatter of ${many.toLocaleString("en")} items, each further item`,
  runs: 3,
  sides: {
    [ours]: async () => {
      const start = await runWorkflow(scatterWorkflow(few));
      return ((await runWorkflow(scatterWorkflow(many))) - start) / (many - few);
    },
    [executor]: async () => (await daggr("scatter.py", many)) / many,
  },
  limits: { [ours]: { times: 1 / 3, of: executor } },
  remark:
    "A trivial function. At most 0.1 ms is asked too. What an item costs is its message in a chunk, its call in another process, the record with its key, and its part of the command's output.",
} satisfies Benchmark;
