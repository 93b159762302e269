// One product image, and six things made of it at the same time, three of them speech.
import { GradioNode, Graph, gr, type ImageFile } from "daggr";

const product = new GradioNode("black-forest-labs/FLUX.1-schnell", {
  name: "FLUX.1-schnell",
  apiName: "/infer",
  inputs: {
    prompt: gr.Textbox({ label: "Product", value: "Matte black wireless headphones on white", lines: 3 }),
    seed: 0,
    randomize_seed: true,
    width: 1024,
    height: 1024,
    num_inference_steps: 4,
  },
  outputs: { result: gr.Image({ label: "Product Image" }), seed: gr.Number({ visible: false }) },
});

const cutout = new GradioNode("hf-applications/background-removal", {
  name: "background-removal",
  apiName: "/png",
  inputs: { f: product.result },
  outputs: { output_png_file: gr.File({ label: "Transparent PNG" }) },
});

const enhanced = new GradioNode("finegrain/finegrain-image-enhancer", {
  name: "finegrain-image-enhancer",
  apiName: "/process",
  inputs: {
    input_image: product.result,
    prompt: "sharp details, professional lighting",
    negative_prompt: "blurry, noise",
    seed: 42,
    upscale_factor: 2,
    controlnet_scale: 0.6,
    controlnet_decay: 1,
    condition_scale: 6,
    tile_width: 112,
    tile_height: 144,
    denoise_strength: 0.35,
    num_inference_steps: 18,
    solver: "DDIM",
  },
  postprocess: ([before]: [ImageFile, ImageFile]) => before,
  outputs: { before__after: gr.Image({ label: "Before" }) },
});

const depth = new GradioNode("depth-anything/Depth-Anything-V2", {
  name: "Depth-Anything-V2",
  apiName: "/on_submit",
  inputs: { image: product.result },
  outputs: {
    depth_map_with_slider_view: gr.ImageSlider({ label: "Depth Map" }),
    grayscale_depth_map: gr.File({ label: "Grayscale" }),
    "16bit_raw_output_can_be_considered_as_disparity": gr.File({ visible: false }),
  },
});

const florence = (task: string) => ({
  image: product.result,
  task_prompt: task,
  text_input: null,
  model_id: "microsoft/Florence-2-large",
});

const objects = new GradioNode("gokaygokay/Florence-2", {
  name: "Florence-2",
  apiName: "/process_image",
  inputs: florence("Object Detection"),
  outputs: {
    output_text: gr.Textbox({ label: "Objects" }),
    output_image: gr.Image({ label: "Where they are" }),
  },
});

const caption = new GradioNode("gokaygokay/Florence-2", {
  name: "Florence-2_1",
  apiName: "/process_image",
  inputs: florence("Caption"),
  outputs: { output_text: gr.Textbox({ label: "Caption" }), output_image: gr.Image({ visible: false }) },
});

const description = new GradioNode("vikhyatk/moondream2", {
  name: "moondream2",
  apiName: "/answer_question",
  inputs: { img: product.result, prompt: "Describe this product for a shop." },
  outputs: { response: gr.Textbox({ label: "Description", lines: 5 }) },
});

const voices = {
  "US English": "en-US-AriaNeural - en-US (Female)",
  "UK English": "en-GB-SoniaNeural - en-GB (Female)",
  Spanish: "es-ES-ElviraNeural - es-ES (Female)",
};

const spoken = Object.entries(voices).map(
  ([language, voice], index) =>
    new GradioNode("innoai/Edge-TTS-Text-to-Speech", {
      name: `Edge-TTS-Text-to-Speech${index === 0 ? "" : `_${index}`}`,
      apiName: "/tts_interface",
      inputs: { text: description.response, voice, rate: 0, pitch: 0 },
      outputs: { generated_audio: gr.Audio({ label: language }), warning: gr.Markdown({ visible: false }) },
    }),
);

export const graph = new Graph({
  name: "E-Commerce Product Content Generator",
  nodes: [cutout, enhanced, depth, objects, caption, ...spoken],
});
