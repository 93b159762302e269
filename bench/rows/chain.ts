import { chainBenchmark } from "../chain.ts";
import { daggr } from "../python.ts";

const length = 1000;

/** daggr's executor alone neither stores nor tells anything; chain-stored.ts compares like with like. */
export default chainBenchmark(length, {
  "daggr 0.8.0, executor alone: nothing stored or shown": () => daggr("chain.py", String(length)),
});
