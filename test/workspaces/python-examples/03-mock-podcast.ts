// A list of lines that can be edited, one audio per line, and all of them joined.
import { FnNode, Graph, gr } from "daggr";
import { combined, designedVoice, mockScript, script } from "./speech.ts";

const hostVoice = designedVoice(
  "abidlabs/tts",
  "Host",
  "A deep, professional voice.",
  "Hello, I am the host.",
);
const guestVoice = designedVoice(
  "abidlabs/tts",
  "Guest",
  "A young, energetic voice.",
  "Hello, I am the guest.",
);

const dialogue = new FnNode(({ topic }) => mockScript(topic), {
  inputs: { topic: gr.Textbox({ label: "Topic", value: "AI in healthcare" }) },
  outputs: { items: script },
});

const samples = new FnNode(({ speaker, host, guest }) => (speaker === "Host" ? host : guest), {
  inputs: { speaker: dialogue.items.speaker, host: hostVoice.audio, guest: guestVoice.audio },
  outputs: { audio: gr.Audio({ label: "Sample" }) },
});

const fullAudio = new FnNode(({ audios }, { files }) => combined(audios, files), {
  inputs: { audios: samples.audio.all() },
  outputs: { audio: gr.Audio({ label: "Full Audio" }) },
});

export const graph = new Graph({
  name: "Mock Podcast Generator",
  nodes: [hostVoice, guestVoice, dialogue, samples, fullAudio],
});
