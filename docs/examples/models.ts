import { Graph, InferenceNode, gr } from "daggr";

const answer = new InferenceNode("meta-llama/Llama-3.1-8B-Instruct", {
  inputs: { prompt: gr.Textbox({ label: "Prompt", lines: 3, value: "Why is the sky blue?" }) },
  outputs: { response: gr.Markdown({ label: "Answer" }) },
});

export default new Graph({ name: "Answer", nodes: [answer] });
