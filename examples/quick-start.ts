// Two Spaces in a row: one paints a picture, the other cuts its subject out.
import { GradioNode, Graph, gr } from "daggr";

const painter = new GradioNode("hf-applications/Z-Image-Turbo", {
  apiName: "/generate_image",
  inputs: {
    // A component is an input on the canvas.
    prompt: gr.Textbox({ label: "Prompt", value: "A cheetah in the grassy savanna.", lines: 3 }),
    // A fixed value is not on the canvas.
    height: 1024,
    width: 1024,
    // A function is called each time the node runs.
    seed: Math.random,
  },
  outputs: { image: gr.Image({ label: "Image" }) },
});

const cutout = new GradioNode("hf-applications/background-removal", {
  apiName: "/image",
  // Another node's output: an edge on the canvas.
  inputs: { image: painter.image },
  // The endpoint returns the original and the cut-out; only the second is wanted.
  postprocess: (_original, final) => final,
  outputs: { image: gr.Image({ label: "Final Image" }) },
});

export default new Graph({ name: "Transparent Background", nodes: [cutout] });
