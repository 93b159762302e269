import assert from "node:assert/strict";
import type { Benchmark, Limit } from "./benchmark.ts";
import { openWorkflow, type OpenWorkflow } from "./engine.ts";

export const chainWorkflow = (length: number) => `import { FnNode, Graph, gr } from "daggr";

const nodes: FnNode[] = [];
for (let index = 0; index < ${length}; index++) {
  const previous = nodes.at(-1);
  nodes.push(
    new FnNode(({ value }: { value: number }) => value + 1, {
      name: \`step \${index}\`,
      inputs: { value: previous ? previous.outputs.value : 0 },
      outputs: { value: gr.Number() },
    }) as unknown as FnNode,
  );
}
export default new Graph({ name: "chain", nodes });
`;

const own = "daggr-vscode, worker, process and store";

/**
 * A chain of functions that add one, through the graph worker, a workflow process and the store, until the canvas hears
 * that all are done. It measures the time that the engine adds to each function.
 * @param limit the time that it may take
 */
export function chainBenchmark(length: number, others: Benchmark["sides"], limit?: Limit): Benchmark {
  let opened: OpenWorkflow | undefined;
  return {
    title: `chain of ${length.toLocaleString("en")} functions`,
    runs: 5,
    async prepare() {
      opened = await openWorkflow(chainWorkflow(length));
      // The engine and its processes live long: the first runs in them measure the compiler.
      for (let i = 0; i < 3; i++) await opened.runAll();
      return async () => {
        const state = await opened?.state();
        assert.equal(state?.nodes[`step ${length - 1}`]?.outputs?.["value"], length);
        await opened?.close();
      };
    },
    limits: limit === undefined ? {} : { [own]: limit },
    sides: {
      [own]: async () => (await opened?.runAll()) ?? NaN,
      ...others,
    },
  };
}
