// The same with a Space that really speaks each line.
import { FnNode, GradioNode, Graph, gr } from "daggr";
import { combined, designedVoice, mockScript, script } from "./speech.ts";

const hostVoice = designedVoice(
  "Qwen/Qwen3-TTS",
  "Host",
  "A deep, professional voice.",
  "Hello, I am the host.",
);
const guestVoice = designedVoice(
  "Qwen/Qwen3-TTS",
  "Guest",
  "A lively, friendly voice.",
  "Hello, I am the guest.",
);

const dialogue = new FnNode(({ topic }) => mockScript(topic), {
  inputs: { topic: gr.Textbox({ label: "Topic", value: "AI in healthcare" }) },
  outputs: { items: script },
});

// Each line is spoken in its speaker's voice, by a model that imitates a voice.
const samples = new GradioNode("mrfakename/E2-F5-TTS", {
  apiName: "/basic_tts",
  preprocess: ({ speaker, host, guest, text }) => ({
    ref_audio_input: speaker === "Host" ? host : guest,
    gen_text_input: text,
  }),
  inputs: {
    speaker: dialogue.items.speaker,
    text: dialogue.items.text,
    host: hostVoice.audio,
    guest: guestVoice.audio,
  },
  outputs: { audio: gr.Audio({ label: "Sample" }) },
});

const fullAudio = new FnNode(({ audios }, { files }) => combined(audios, files), {
  inputs: { audios: samples.audio.all() },
  outputs: { audio: gr.Audio({ label: "Full Audio" }) },
});

export const graph = new Graph({ name: "Complete Podcast Generator", nodes: [fullAudio] });
