import { chainWorkflow } from "../chain.ts";
import { commandBenchmark } from "../command.ts";

const length = 1000;

/** A chain of functions that add one. How it grows: `growing-chain.ts`. */
export default commandBenchmark({
  title: `chain of ${length.toLocaleString("en")} functions`,
  workflow: chainWorkflow(length),
  script: ["chain.py", String(length)],
  times: 1,
  slow: true,
  remark:
    "Both pay for their start: Node with the engine's threads and a workflow process here, Python with Gradio's modules there. daggr stores nothing in this row.",
});
