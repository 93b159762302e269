import type { NodeDescription } from "../../../graph/description.ts";
import { assignReturned } from "../../../graph/outputs.ts";
import type { Json, Values } from "../../../values/value.ts";
import { StepError } from "../../../failures/failure.ts";
import { NotPlainError, toPlain } from "./plain.ts";

/** Maps what a function returned or yielded to its node's output ports. */
export function outputsOf(node: NodeDescription, returned: unknown): Values {
  const plain = returned === undefined ? undefined : plainResult(returned, "fn");
  const assigned = assignReturned(node, plain);
  if (assigned.type === "outputs") return assigned.outputs;
  throw new StepError({ message: assigned.message, at: node.source });
}

/** Plain JSON of what user code returned, or a `StepError` that names the place in it. */
export function plainResult(
  returned: unknown,
  what: "fn" | "preprocess" | "postprocess" | "fallback" | "callable",
): Json {
  try {
    return toPlain(returned, "result");
  } catch (error) {
    if (!(error instanceof NotPlainError)) throw error;
    const code = {
      fn: "the function",
      callable: "the input's function",
      preprocess: "preprocess",
      postprocess: "postprocess",
      fallback: "the fallback",
    };
    throw new StepError({ message: `What ${code[what]} returned cannot be passed on: ${error.message}` });
  }
}
