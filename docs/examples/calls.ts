import { FnNode, Graph, gr } from "daggr";

const writer = new FnNode(({ topic, time }) => `${topic}${"!".repeat(time)}`, {
  inputs: { topic: gr.Textbox(), time: gr.Number() },
  outputs: { text: gr.Textbox() },
});

const judge = new FnNode(({ text }) => text.endsWith("!!!"), {
  inputs: { text: gr.Textbox() },
  outputs: { good: gr.Checkbox() },
});

const agent = new FnNode(
  async ({ topic }, context) => {
    for (let time = 1; time <= 5; time++) {
      const { text } = await context.call(writer, { topic, time });
      if ((await context.call(judge, { text })).good) return text;
    }
    throw new Error("No draft was good enough.");
  },
  {
    inputs: { topic: gr.Textbox({ value: "Foxes" }) },
    outputs: { text: gr.Textbox({ label: "Draft" }) },
    calls: { writer, judge },
  },
);

export default new Graph({ name: "Agent", nodes: [agent] });
