// The quick start with its inputs in one card.
import { GradioNode, Graph, InputNode, gr } from "daggr";

const parameters = new InputNode({
  name: "Parameters-Test",
  ports: {
    prompt: gr.Textbox({ label: "Prompt", value: "A cheetah in tall grass.", lines: 3 }),
    height: gr.Slider({ label: "Height", value: 1024, minimum: 1024, maximum: 4096, step: 128 }),
    width: gr.Slider({ label: "Width", value: 1024, minimum: 1024, maximum: 4096, step: 128 }),
  },
});

const painted = new GradioNode("hf-applications/Z-Image-Turbo", {
  name: "Z-Image-Turbo",
  apiName: "/generate_image",
  inputs: {
    prompt: parameters.prompt,
    height: parameters.height,
    width: parameters.width,
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

export const graph = new Graph({ name: "Transparent Background with Parameters", nodes: [painted, cutout] });
