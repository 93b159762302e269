import assert from "node:assert/strict";
import type { Benchmark } from "../benchmark.ts";
import { openWorkflow, type OpenWorkflow } from "../engine.ts";
import { daggr } from "../python.ts";

const length = 1000;
let opened: OpenWorkflow | undefined;

const workflow = `import { FnNode, Graph, gr } from "daggr";

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

/** Every function adds one: what is measured is what the engine adds to each. */
export default {
  title: `chain of ${length.toLocaleString("en")} functions`,
  runs: 5,
  async prepare() {
    opened = await openWorkflow(workflow);
    return async () => {
      const state = await opened?.state();
      assert.equal(state?.nodes[`step ${length - 1}`]?.outputs?.["value"], length);
      await opened?.close();
    };
  },
  sides: {
    "daggr-vscode": async () => (await opened?.runAll()) ?? NaN,
    "daggr 0.8.0": () => daggr("chain.py", String(length)),
  },
} satisfies Benchmark;
