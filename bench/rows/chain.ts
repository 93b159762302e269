import { chainBenchmark } from "../chain.ts";
import { daggr } from "../python.ts";

const length = 1000;

/** daggr's executor alone stores and shows nothing, so this is no equal comparison; `chain-stored.ts` is. */
export default chainBenchmark(length, {
  "daggr 0.8.0, executor alone: nothing stored or shown": () => daggr("chain.py", String(length)),
});
