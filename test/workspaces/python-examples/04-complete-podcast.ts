// The same with another Space.
import { FnNode, Graph, gr } from "daggr";
import { designedVoice, joined, mockScript, script } from "./shared.ts";

const hostVoice = designedVoice("Qwen/Qwen3-TTS", "Qwen3-TTS", {
  label: "Host",
  language: "English",
  description: "A deep, professional voice.",
  text: "Hello, I am the host.",
});
const guestVoice = designedVoice("Qwen/Qwen3-TTS", "Qwen3-TTS_1", {
  label: "Guest",
  language: "English",
  description: "A lively, friendly voice.",
  text: "Hello, I am the guest.",
});

const dialogue = new FnNode(({ topic }) => mockScript(topic), {
  name: "generate_dialogue",
  inputs: { topic: gr.Textbox({ label: "Topic", value: "AI in healthcare" }) },
  outputs: { items: script },
});

const samples = new FnNode(
  ({ speaker, host_audio, guest_audio }) => (speaker === "Host" ? host_audio : guest_audio),
  {
    name: "chatterbox",
    inputs: {
      speaker: dialogue.items.speaker,
      host_audio: hostVoice.audio,
      guest_audio: guestVoice.audio,
    },
    outputs: { audio: gr.Audio({ label: "Sample" }) },
  },
);

const fullAudio = new FnNode(({ audio_files }, { files }) => joined(audio_files, files, "full"), {
  name: "combine_audio_files",
  inputs: { audio_files: samples.audio.all() },
  outputs: { audio: gr.Audio({ label: "Full Audio" }) },
});

export const graph = new Graph({ name: "Complete Podcast Generator", nodes: [fullAudio] });
