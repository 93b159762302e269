import { GradioNode, Graph, gr } from "daggr";

const painter = new GradioNode("hf-applications/Z-Image-Turbo", {
  apiName: "/generate_image",
  inputs: {
    prompt: gr.Textbox({ label: "Prompt", value: "A red fox" }),
    height: 1024,
    width: 1024,
    seed: Math.random,
  },
  outputs: { image: gr.Image({ label: "Picture" }) },
});

const cutout = new GradioNode("hf-applications/background-removal", {
  apiName: "/image",
  inputs: { image: painter.image },
  postprocess: (_original, final) => final, // the endpoint returns two pictures
  outputs: { image: gr.Image({ label: "Cut-out" }) },
});

export default new Graph({ name: "Cut-out", nodes: [cutout] });
