// An image, and the same without its background.
import { GradioNode, Graph, gr } from "daggr";

const painted = new GradioNode("hf-applications/Z-Image-Turbo", {
  name: "Z-Image-Turbo",
  apiName: "/generate_image",
  inputs: {
    prompt: gr.Textbox({ label: "Prompt", value: "A cheetah in tall grass.", lines: 3 }),
    height: 1024,
    width: 1024,
    seed: Math.random,
  },
  outputs: { image: gr.Image({ label: "Image" }) },
});

const cutout = new GradioNode("hf-applications/background-removal", {
  name: "background-removal",
  apiName: "/image",
  inputs: { image: painted.image },
  postprocess: (_original, final) => final,
  outputs: { image: gr.Image({ label: "Final Image" }) },
});

export const graph = new Graph({ name: "Transparent Background Image Generator", nodes: [painted, cutout] });
