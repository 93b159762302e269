import { FnNode, Graph, gr } from "daggr";

const outputs = { text: gr.Textbox() };

const simple = new FnNode(({ question }) => `Nobody knows ${question}`, {
  inputs: { question: gr.Textbox() },
  outputs,
});

const answer = new FnNode(
  ({ question }): string => {
    throw new Error(`Too hard: ${question}`);
  },
  {
    inputs: { question: gr.Textbox({ value: "why" }) },
    outputs,
    retries: 1, // tried twice
    timeout: 30, // each try, in seconds
    fallback: simple, // gets `question` too; `answer.orElse(simple)` is the same
  },
);

const length = new FnNode(({ text }) => text.length, {
  inputs: { text: answer.text },
  outputs: { letters: gr.Number() },
  fallback: (error) => error.message.length,
  cacheFor: 3600, // runs again after an hour
});

export default new Graph({ name: "Fallbacks", nodes: [length] });
