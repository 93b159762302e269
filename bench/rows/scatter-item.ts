import type { Benchmark } from "../benchmark.ts";
import { runWorkflow } from "../command.ts";
import { scatterWorkflow } from "../programs/scatter-workflow.ts";
import { daggr } from "../python.ts";

const [few, many] = [1000, 10_000];

const ours = "daggr run, with its process, store and results";
const executor = "daggr 0.8.0, executor alone: nothing stored or shown";

/** What one more item costs: the difference of two commands, so that their start cancels out. */
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
    "A trivial function. The figure of the executor is its whole time by the number of items. A second aim, which the table does not check, is at most 0.1 ms an item. daggr's executor only calls the function, in its own process; ours sends an item there in a chunk, keeps its result under a key, and tells its state. By a profile of the engine's thread, garbage takes a sixth, messages a sixth, states a tenth and keys a twentieth; the rest is spread over the queue of the group, the execution and the record. Next step: tell the states of items once a frame.",
} satisfies Benchmark;
