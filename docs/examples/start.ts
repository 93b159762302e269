import { FnNode, Graph, gr } from "daggr";

const greeting = new FnNode(({ name }) => `Hello, ${name}!`, {
  inputs: { name: gr.Textbox({ label: "Your name", value: "Ada" }) },
  outputs: { text: gr.Textbox({ label: "Greeting" }) },
});

const page = new FnNode(({ text, times }) => `# ${text}\n`.repeat(times), {
  inputs: { text: greeting.text, times: 2 },
  outputs: { page: gr.Markdown({ label: "Page" }) },
});

export default new Graph({ name: "Greeting", nodes: [page] });
