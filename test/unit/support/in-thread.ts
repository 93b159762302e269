import type { StepDescription } from "../../../src/runtime/graph/description.ts";
import type { Value, Values } from "../../../src/runtime/values/value.ts";
import type { Executor, Executors, Maybe } from "../../../src/runtime/run/executor.ts";
import type { StepContext } from "../../../src/runtime/run/step/step.ts";

export type InThread = (inputs: Values, context: StepContext, node: StepDescription) => Maybe<Values>;

/** Runs every node by one function of the test, in this thread; callables count up from 1. */
export function inThread(
  run: InThread,
  {
    fallback = () => ({}),
    ...options
  }: {
    group?: Executor["group"];
    retries?: boolean;
    /** What fallbacks give that are values. */
    fallback?: (message: string, node: string) => Values;
  } = {},
): Executors {
  const executor: Executor = {
    ...options,
    run: (node, inputs, context) => {
      const outputs = run(inputs, context, node);
      return outputs instanceof Promise ? outputs.then((values) => ({ outputs: values })) : { outputs };
    },
  };
  let drawn = 0;
  const one = executor as never;
  return {
    byKind: { fn: one, gradio: one, inference: one, human: one },
    fallback: ({ name }, message) => ({ outputs: fallback(message, name) }),
    draw: (_unit, inputs) => Object.fromEntries(inputs.map((name) => [name, ++drawn as Value])),
  };
}
