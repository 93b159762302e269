// Speech to text, a function, and text to speech.
import { FnNode, Graph, InferenceNode, gr } from "daggr";

const original = new InferenceNode("openai/whisper-large-v3:replicate", {
  name: "whisper-large-v3",
  inputs: { audio: gr.Audio({ label: "Audio" }) },
  outputs: { text: gr.Textbox({ label: "Text" }) },
});

const pigLatin = new FnNode(
  ({ text }) =>
    text
      .split(/\s+/)
      .map((word) => `${word.slice(1)}${word.slice(0, 1)}ay`)
      .join(" "),
  {
    name: "pig_latin_sentence",
    inputs: { text: original.text },
    outputs: { text: gr.Textbox({ label: "Pig Latin" }) },
  },
);

const spoken = new InferenceNode("hexgrad/Kokoro-82M", {
  name: "Kokoro-82M",
  inputs: { text: pigLatin.text },
  outputs: { audio: gr.Audio({ label: "Audio" }) },
});

export const graph = new Graph({ name: "Pig Latin Voice App", nodes: [original, pigLatin, spoken] });
