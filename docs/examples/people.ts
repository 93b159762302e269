import { Approve, ChooseOne, FnNode, Graph, TextInput, gr } from "daggr";

const titles = new FnNode(({ topic }) => [`All about ${topic}`, `${topic}: a life`], {
  inputs: { topic: gr.Textbox({ value: "foxes" }) },
  outputs: { list: gr.JSON() },
});
const title = new ChooseOne({ message: "Which title?", options: titles.list });
const author = new TextInput({ message: "Who wrote it?", value: "Anonymous" });

const draft = new FnNode(({ title: chosen, author: by }) => `${chosen}, by ${by}`, {
  inputs: { title: title.choice, author: author.text },
  outputs: { text: gr.Textbox() },
});
const approved = new Approve({ message: "Good enough?", value: draft.text });

const page = new FnNode(({ text }) => `# ${text}`, {
  inputs: { text: approved.value },
  outputs: { page: gr.Markdown() },
});

export default new Graph({ name: "Draft", nodes: [page] });
