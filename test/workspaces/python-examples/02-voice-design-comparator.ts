// The same description and text for two services: one component feeds both.
import { GradioNode, Graph, gr } from "daggr";

const description = gr.Textbox({ label: "Voice", value: "A deep, calm voice.", lines: 3 });
const text = gr.Textbox({ label: "Text to Speak", value: "Welcome to the show!", lines: 3 });

const qwen = new GradioNode("Qwen/Qwen3-TTS", {
  name: "Qwen3-TTS",
  apiName: "/generate_voice_design",
  inputs: { voice_description: description, language: "Auto", text },
  outputs: { audio: gr.Audio({ label: "Qwen" }), status: null },
});

const maya = new GradioNode("maya-research/maya1", {
  name: "maya1",
  apiName: "/generate_speech",
  inputs: { preset_name: "Male American", description, text, temperature: 0.4, max_tokens: 1500 },
  outputs: { audio: gr.Audio({ label: "Maya" }), status: null },
});

export const graph = new Graph({ name: "Voice Designing Comparator", nodes: [qwen, maya] });
