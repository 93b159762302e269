// An image, what it shows, and that spoken.
import { GradioNode, Graph, gr } from "daggr";

const image = new GradioNode("black-forest-labs/FLUX.1-schnell", {
  name: "FLUX.1-schnell",
  apiName: "/infer",
  inputs: {
    prompt: gr.Textbox({ label: "Image Prompt", value: "A koi pond under cherry blossoms", lines: 2 }),
    seed: 0,
    randomize_seed: true,
    width: 1024,
    height: 1024,
    num_inference_steps: 4,
  },
  outputs: { result: gr.Image({ label: "Image" }), seed: gr.Number({ visible: false }) },
});

const description = new GradioNode("vikhyatk/moondream2", {
  name: "moondream2",
  apiName: "/answer_question",
  inputs: { img: image.result, prompt: "Describe colours, mood and composition." },
  outputs: { response: gr.Textbox({ label: "Description", lines: 5 }) },
});

const speech = new GradioNode("innoai/Edge-TTS-Text-to-Speech", {
  name: "Edge-TTS-Text-to-Speech",
  apiName: "/tts_interface",
  inputs: {
    text: description.response,
    voice: gr.Dropdown({
      label: "Voice",
      choices: [
        ["Aria", "en-US-AriaNeural - en-US (Female)"],
        ["Guy", "en-US-GuyNeural - en-US (Male)"],
        ["Sonia", "en-GB-SoniaNeural - en-GB (Female)"],
        ["Ryan", "en-GB-RyanNeural - en-GB (Male)"],
      ],
      value: "en-US-AriaNeural - en-US (Female)",
    }),
    rate: 0,
    pitch: 0,
  },
  outputs: {
    generated_audio: gr.Audio({ label: "Audio Description" }),
    warning: gr.Markdown({ visible: false }),
  },
});

export const graph = new Graph({ name: "Accessible Image Description", nodes: [image, description, speech] });
