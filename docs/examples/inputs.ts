import { FnNode, Graph, InputNode, gr } from "daggr";

const settings = new InputNode({
  ports: {
    prompt: gr.Textbox({ value: "A fox" }),
    size: gr.Slider({ value: 512, minimum: 256, maximum: 1024, step: 128 }),
  },
});

const line = new FnNode(
  ({ prompt, size, seed, style, hint, mood = "calm" }) =>
    `${prompt}, ${style}, ${mood}, ${size} px, seed ${seed}${hint ? ` (${hint})` : ""}`,
  {
    inputs: {
      prompt: settings.prompt, // another node's port
      size: settings.size,
      hint: gr.Textbox({ label: "Hint, or nothing", value: null }), // a component: filled in on the canvas
      style: "watercolour", // a fixed value
      seed: () => Math.floor(Math.random() * 1000), // called at each run
      // `mood` is left out: the function's default counts
    },
    outputs: { line: gr.Textbox() },
  },
);

export default new Graph({ name: "Inputs", nodes: [line] });
