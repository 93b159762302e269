/** So many trivial functions that know nothing of each other, each with a text field of its own. */
export const manyNodes = (count: number) => `import { FnNode, Graph, gr } from "daggr";

const nodes = Array.from(
  { length: ${count} },
  (_, n) =>
    new FnNode(({ text }: { text: string }) => text.toUpperCase() + "!", {
      name: \`step \${n}\`,
      inputs: { text: gr.Textbox({ value: "x" }) },
      outputs: { text: gr.Textbox() },
    }),
);
export default new Graph({ name: "many nodes", nodes });
`;

/** The same for daggr. */
export const manyNodesPython = (count: number) => `import gradio as gr
from daggr import FnNode, Graph


def shout(text):
    return text.upper() + "!"


nodes = [
    FnNode(shout, name=f"step {n}", inputs={"text": gr.Textbox(value="x")}, outputs={"text": gr.Textbox()})
    for n in range(${count})
]
graph = Graph(name="many nodes", nodes=nodes, persist_key=False)
graph.launch()
`;
