/** A trivial function over so many items, and their number. The same as `bench/python/scatter.py`. */
export const scatterWorkflow = (count: number) => `import { FnNode, Graph, gr } from "daggr";

const list = new FnNode(() => Array.from({ length: ${count} }, (_, index) => index), {
  name: "list",
  outputs: { items: gr.JSON() },
});
const each = new FnNode(({ x }: { x: number }) => x + 1, {
  name: "each",
  inputs: { x: list.outputs.items.each },
  outputs: { y: gr.Number() },
});
const count = new FnNode(({ all }: { all: number[] }) => all.length, {
  name: "count",
  inputs: { all: each.outputs.y.all() },
  outputs: { n: gr.Number() },
});
export default new Graph({ name: "scatter", nodes: [list, each, count] });
`;
