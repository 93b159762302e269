import { commandBenchmark } from "../command.ts";
import { scatterWorkflow } from "../programs/scatter-workflow.ts";

const remark =
  "A trivial function over so many items, and a gather. What is left is the start of the command, and for many items the record of each result.";

/** A trivial function over many items, and a gather. How it grows: `growing-scatter.ts`. */
export default [
  commandBenchmark({
    title: "scatter of 1,000 items",
    workflow: scatterWorkflow(1000),
    script: ["scatter.py", "1000"],
    quick: 1,
    times: 1,
    remark,
  }),
  commandBenchmark({
    title: "scatter of 10,000 items",
    workflow: scatterWorkflow(10_000),
    script: ["scatter.py", "10000"],
    slow: true,
    times: 1,
    remark,
  }),
];
