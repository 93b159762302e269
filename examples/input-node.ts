// Several inputs in one card, for two nodes that share them.
import { GradioNode, Graph, InputNode, gr } from "daggr";

const parameters = new InputNode({
  ports: {
    prompt: gr.Textbox({ label: "Prompt", value: "A red fox in fresh snow.", lines: 3 }),
    height: gr.Slider({ label: "Height", value: 1024, minimum: 512, maximum: 2048, step: 128 }),
    width: gr.Slider({ label: "Width", value: 1024, minimum: 512, maximum: 2048, step: 128 }),
  },
});

const size = { height: parameters.height, width: parameters.width, seed: Math.random };

const photo = new GradioNode("hf-applications/Z-Image-Turbo", {
  apiName: "/generate_image",
  inputs: { prompt: parameters.prompt, ...size },
  outputs: { image: gr.Image({ label: "Photo" }) },
});

const sketch = new GradioNode("hf-applications/Z-Image-Turbo", {
  apiName: "/generate_image",
  inputs: { prompt: parameters.prompt, ...size },
  preprocess: (inputs) => ({ ...inputs, prompt: `A pencil sketch. ${inputs.prompt}` }),
  outputs: { image: gr.Image({ label: "Sketch" }) },
});

const cutout = new GradioNode("hf-applications/background-removal", {
  apiName: "/image",
  inputs: { image: photo.image },
  postprocess: (_original, final) => final,
  outputs: { image: gr.Image({ label: "Cut-out" }) },
});

export default new Graph({ name: "Photo and Sketch", nodes: [sketch, cutout] });
