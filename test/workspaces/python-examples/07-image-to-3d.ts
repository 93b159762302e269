// From a photo to a 3D asset, over a local Space, a function, a model and a remote Space.
import { copyFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { FnNode, GradioNode, Graph, InferenceNode, gr, type ImageFile } from "daggr";

const cutout = new GradioNode("merve/background-removal", {
  name: "background-removal",
  apiName: "/image",
  runLocally: true,
  inputs: { image: gr.Image() },
  outputs: { original_image: null, final_image: gr.Image({ label: "Final Image" }) },
});

const downscaled = new FnNode(
  async ({ image, scale }, context): Promise<ImageFile> => {
    context.log(`Scaling ${basename(image)} to ${scale * 100} %`);
    const path = join(context.files, basename(image));
    await copyFile(image, path);
    return path;
  },
  {
    name: "Downscale image for Inference",
    inputs: {
      image: cutout.final_image,
      scale: gr.Slider({ label: "Factor", minimum: 0.25, maximum: 0.75, step: 0.05, value: 0.25 }),
    },
    outputs: { image: gr.Image({ label: "Downscaled Image" }) },
  },
);

const enhanced = new InferenceNode("black-forest-labs/FLUX.2-klein-4B:fal-ai", {
  name: "FLUX.2-klein-4B",
  inputs: {
    image: downscaled.image,
    prompt: gr.Textbox({ label: "Prompt", value: "A clean render of a 3D asset", lines: 3 }),
  },
  outputs: { image: gr.Image({ label: "Enhanced Image" }) },
});

const asset = new GradioNode("microsoft/TRELLIS.2", {
  name: "TRELLIS.2",
  apiName: "/image_to_3d",
  inputs: { image: enhanced.image, ss_guidance_strength: 7.5, ss_sampling_steps: 12 },
  outputs: { glb: gr.HTML({ label: "3D Asset" }) },
});

export const graph = new Graph({
  name: "Image to 3D Asset Pipeline",
  nodes: [cutout, downscaled, enhanced, asset],
});
