// A list of lines that can be edited, one audio per line, and all of them joined.
import { FnNode, Graph, gr } from "daggr";
import { designedVoice, joined, mockScript, script } from "./shared.ts";

const hostVoice = designedVoice("abidlabs/tts", "tts", {
  label: "Host",
  language: "Auto",
  description: "A deep, professional voice.",
  text: "Hello, I am the host.",
});
const guestVoice = designedVoice("abidlabs/tts", "tts_1", {
  label: "Guest",
  language: "Auto",
  description: "A young, energetic voice.",
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

export const graph = new Graph({
  name: "Mock Podcast Generator",
  nodes: [hostVoice, guestVoice, dialogue, samples, fullAudio],
});
