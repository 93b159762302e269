import { FnNode, Graph, ItemList, gr } from "daggr";

// The first items. A person edits them on the canvas.
const shopping = new FnNode(() => [{ what: "apples", count: 3 }], {
  outputs: { list: ItemList({ what: gr.Textbox(), count: gr.Number() }) },
});

const line = new FnNode(({ what, count }) => `${count} ${what}`, {
  inputs: { what: shopping.list.what, count: shopping.list.count }, // once for each item
  outputs: { line: gr.Textbox() },
});

const total = new FnNode(({ list }) => list.reduce((sum, { count }) => sum + count, 0), {
  inputs: { list: shopping.list }, // the whole list
  outputs: { total: gr.Number() },
});

export default new Graph({ name: "Shopping", nodes: [line, total] });
