import { growthBenchmarks, type Grown } from "../growth.ts";
import { runProgram } from "../program.ts";

/** All that is wrong with a workflow file, TypeScript's errors included, after a key press. */
export default growthBenchmarks({
  title: "check of a file after a key press",
  units: "lines",
  sizes: [100, 500, 2000],
  measure: async (size) => (await runProgram("growing-file.ts", size)) as Grown,
  remark:
    "A node takes twelve lines. TypeScript checks the whole file after each key. The memory of a short file is that of TypeScript's libraries.",
});
