import { chainWorkflow } from "../chain.ts";
import { grownCommand } from "../command.ts";
import { growthBenchmarks } from "../growth.ts";

/** `daggr run` of chains, from the start of the command to its end. */
export default growthBenchmarks({
  title: "daggr run of a chain",
  units: "nodes",
  sizes: [100, 1000, 10_000],
  measure: (size) => grownCommand(chainWorkflow(size)),
  remark: "The start of the command is in every figure, so a node of a short chain pays for it most.",
});
