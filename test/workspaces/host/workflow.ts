import { FnNode, Graph, gr } from "daggr";

const shout = new FnNode(({ text }: { text: string }) => text.toUpperCase(), {
  inputs: { text: gr.Textbox({ label: "Text", value: "hello" }) },
  outputs: { loud: gr.Textbox({ label: "Loud" }) },
});

export default new Graph({ name: "Shout", nodes: [shout] });
