import { grownCommand } from "../command.ts";
import { growthBenchmarks } from "../growth.ts";
import { scatterWorkflow } from "../programs/scatter-workflow.ts";

/** `daggr run` of a scatter over a trivial function, from the start of the command to its end. */
export default growthBenchmarks({
  title: "daggr run of a scatter",
  units: "items",
  sizes: [1000, 10_000, 100_000],
  measure: (size) => grownCommand(scatterWorkflow(size)),
  remark:
    "The start of the command is in every figure, so an item of a short list pays for it most. At 100,000 items 300 MB are the goal: engine and process hold the inputs, keys and results of all items, and a third of what is taken is garbage between two full collections (--trace-gc). Next step: write the items of a record to the sheet while it runs, and keep only their keys.",
});
