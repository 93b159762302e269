// Four steps in a row, two of them on one Space.
import { GradioNode, Graph, gr } from "daggr";

const painted = new GradioNode("hysts-mcp/FLUX.1-dev", {
  name: "FLUX.1-dev",
  apiName: "/infer",
  inputs: {
    prompt: gr.Textbox({ label: "Prompt", value: "A small dragon that breathes fire", lines: 3 }),
    height: 1024,
    width: 1024,
    seed: gr.Number({ label: "Seed (image)", value: 0, minimum: 0, maximum: 1000 }),
  },
  outputs: { image: gr.Image({ label: "Image" }) },
});

const cutout = new GradioNode("hysts-mcp/rembg", {
  name: "rembg",
  apiName: "/remove_background",
  inputs: { image: painted.image },
  outputs: { output: gr.Image({ label: "Output" }), original_image: null },
});

const mesh = new GradioNode("hysts-mcp/TRELLIS", {
  name: "TRELLIS",
  apiName: "/image_to_3d",
  inputs: {
    image: cutout.output,
    seed: gr.Number({ label: "Seed (mesh)", value: 0, minimum: 0, maximum: 1000 }),
    ss_guidance_strength: 7.5,
    ss_sampling_steps: 12,
    slat_guidance_strength: 3,
    slat_sampling_steps: 12,
  },
  outputs: { state: gr.File({ label: "State file" }), video: gr.Video({ label: "Preview" }) },
});

const extracted = new GradioNode("hysts-mcp/TRELLIS", {
  name: "TRELLIS_1",
  apiName: "/extract_glb",
  inputs: { state_path: mesh.state, mesh_simplify: 0.95, texture_size: 1024 },
  outputs: { Mesh: gr.Model3D({ label: "Mesh" }) },
});

export const graph = new Graph({ name: "Text to Image to 3D", nodes: [painted, cutout, mesh, extracted] });
