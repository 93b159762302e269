import { FnNode, Graph, gr } from "daggr";

const count = new FnNode(
  ({ text }) => {
    const words = text.split(" ");
    return { words, total: words.length, longest: [...words].sort((a, b) => b.length - a.length)[0] ?? null };
  },
  {
    inputs: { text: gr.Textbox({ value: "a quick red fox" }) },
    outputs: {
      words: null, // not shown; the port is there
      total: gr.Number({ label: "Words" }),
      longest: gr.Textbox({ label: "Longest" }),
    },
  },
);

const line = new FnNode(({ words, total }) => `${total}: ${words.join(", ")}`, {
  inputs: { words: count.words, total: count.total },
  outputs: { line: gr.Textbox() },
});

export default new Graph({ name: "Two Outputs", nodes: [line] });
