import { readFileSync } from "node:fs";

/** A graph of three trivial functions, the same as `bench/python/three_functions.py`. */
export const threeFunctions = `import { FnNode, Graph, gr } from "daggr";

type Input = { text: string };
const a = new FnNode(({ text }: Input) => text + "!", {
  name: "first",
  inputs: { text: gr.Textbox({ value: "x" }) },
  outputs: { text: gr.Textbox() },
});
const b = new FnNode(({ text }: Input) => text.toUpperCase(), {
  name: "second",
  inputs: { text: a.text },
  outputs: { text: gr.Textbox() },
});
const c = new FnNode(({ text }: Input) => [...text].reverse().join(""), {
  name: "third",
  inputs: { text: b.text },
  outputs: { text: gr.Textbox() },
});
export default new Graph({ name: "three functions", nodes: [a, b, c] });
`;

/** The same, as a file that daggr's own command runs. */
export const threeFunctionsPython = readFileSync(
  new URL("../python/three_functions.py", import.meta.url),
  "utf8",
).replace(/if __name__[^]*/, "graph.launch()\n");
