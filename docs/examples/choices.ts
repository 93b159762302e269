import { FnNode, Graph, gr } from "daggr";

const text = gr.Textbox({ label: "Text", value: "Fox" }); // one input for both
const loud = new FnNode(({ text: given }) => given.toUpperCase(), {
  inputs: { text },
  outputs: { said: gr.Textbox() },
});
const quiet = new FnNode(({ text: given }) => given.toLowerCase(), {
  inputs: { text },
  outputs: { said: gr.Textbox() },
});
const voice = loud.or(quiet);

const letter = new FnNode(({ said }) => `Dear reader, ${said}`, {
  inputs: { said: voice.said },
  outputs: { letter: gr.Markdown() },
});

export default new Graph({ name: "Voices", nodes: [letter] });
