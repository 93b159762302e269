import { commandBenchmarks } from "../command.ts";

const workflow = (count: number) => `import { FnNode, Graph, gr } from "daggr";

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

/** A hundred thousand take minutes: only where they are asked for, with DAGGR_BENCH_SCALE=1. */
const counts = process.env["DAGGR_BENCH_SCALE"] === "1" ? [1000, 10_000, 100_000] : [1000, 10_000];

/** A trivial function over many items, and a gather. */
export default counts.flatMap((count) =>
  commandBenchmarks({
    title: `scatter of ${count.toLocaleString("en")} items`,
    workflow: workflow(count),
    script: ["scatter.py", String(count)],
    runs: count > 10_000 ? 1 : 3,
  }),
);
