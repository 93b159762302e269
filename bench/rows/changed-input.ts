import assert from "node:assert/strict";
import type { Benchmark } from "../benchmark.ts";
import { openWorkflow, type OpenWorkflow } from "../engine.ts";
import { python } from "../python.ts";

const length = 100;
const middle = length / 2;

const workflow = `import { FnNode, Graph, gr } from "daggr";

const nodes: FnNode[] = [];
for (let index = 0; index < ${length}; index++) {
  const previous = nodes.at(-1);
  nodes.push(
    new FnNode(({ value, more = 1 }: { value: number; more?: number }) => value + more, {
      name: \`step \${index}\`,
      inputs: {
        value: previous ? previous.outputs.value : 0,
        ...(index === ${middle} && { more: gr.Number({ value: 1 }) }),
      },
      outputs: { value: gr.Number() },
    }) as unknown as FnNode,
  );
}
export default new Graph({ name: "chain", nodes });
`;

interface Changed {
  readonly milliseconds: number;
  /** How many nodes ran. */
  readonly nodes: number;
}

let opened: OpenWorkflow | undefined;
let more = 1;
/** Of the present run. */
let theirs: readonly Changed[] = [];
const nodes = new Map<string, number>();

const told = (side: string, { milliseconds, nodes: ran }: Changed): number => {
  nodes.set(side, ran);
  return milliseconds;
};

const sides: Benchmark["sides"] = {
  "daggr-vscode": async () => told("daggr-vscode", await change()),
  "daggr 0.8.0": async () => {
    const measured = (await python("changed_input.py", length)) as readonly (readonly [number, number])[];
    theirs = measured.map(([milliseconds, ran]) => ({ milliseconds, nodes: ran }));
    return told("daggr 0.8.0", theirs[0]!);
  },
  "daggr-vscode, after a restart": async () => {
    opened = await opened?.restart();
    return told("daggr-vscode, after a restart", await change());
  },
  "daggr 0.8.0, after a restart": () => Promise.resolve(told("daggr 0.8.0, after a restart", theirs[1]!)),
};

/** The last node is brought up to date after an input in the middle has changed. */
export default [
  {
    title: `one input in the middle of ${length} nodes changes: until the last is up to date`,
    runs: 3,
    quick: 1,
    async prepare() {
      opened = await openWorkflow(workflow);
      await opened.runAll();
      return async () => opened?.close();
    },
    sides,
    limits: {
      "daggr-vscode": { times: 1 / 3, of: "daggr 0.8.0" },
      "daggr-vscode, after a restart": { times: 1 / 2, of: "daggr 0.8.0, after a restart" },
    },
    remark:
      "Both run the fifty nodes that depend on the input. daggr uses any result that a node has, whatever it was made of, so a person has to run each of the fifty; the last alone would give an old result. After a restart both read the results of the others from their stores.",
  },
  {
    title: "nodes that ran for that",
    unit: "nodes",
    runs: 1,
    quick: 1,
    // They were counted while the row before was measured.
    sides: Object.fromEntries(
      Object.keys(sides).map((side) => [side, () => Promise.resolve(nodes.get(side) ?? NaN)]),
    ),
  },
] satisfies Benchmark[];

async function change(): Promise<Changed> {
  if (!opened) throw new Error("There is no workflow.");
  const before = await results(opened);
  await opened.setInput(`step ${middle}.more`, ++more);
  const milliseconds = await opened.runNode(`step ${length - 1}`, "to-here");
  const state = await opened.state();
  assert.equal(state.nodes[`step ${length - 1}`]?.outputs?.["value"], length - 1 + more);
  return { milliseconds, nodes: (await results(opened)) - before };
}

async function results(workflow: OpenWorkflow): Promise<number> {
  const state = await workflow.state();
  return Object.values(state.nodes).reduce((sum, node) => sum + node.results.length, 0);
}
