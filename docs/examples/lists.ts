import { FnNode, Graph, ItemList, gr } from "daggr";

const words = new FnNode(({ text }) => text.split(" ").map((word, place) => ({ word, loud: place > 0 })), {
  inputs: { text: gr.Textbox({ value: "a red fox" }) },
  outputs: { list: ItemList({ word: gr.Textbox(), loud: gr.Checkbox() }) },
});

// Runs once per item: `words.list.word` is one field of it, and the same as `words.list.each.word`.
const said = new FnNode(({ word, loud }) => (loud ? word.toUpperCase() : word), {
  inputs: { word: words.list.word, loud: words.list.loud },
  outputs: { word: gr.Textbox() },
});

// Runs once, when all items are done.
const line = new FnNode(({ all }) => all.join("-"), {
  inputs: { all: said.word.all() },
  outputs: { line: gr.Textbox() },
});

export default new Graph({ name: "Loud", nodes: [line] });
