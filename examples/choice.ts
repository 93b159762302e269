// Two ways to make a voice. The canvas picks one; what comes after does not care which.
import { FnNode, GradioNode, Graph, gr } from "daggr";

const voice = new GradioNode("abidlabs/tts", {
  name: "Designed voice",
  apiName: "/generate_voice_design",
  inputs: {
    voice_description: gr.Textbox({ label: "Voice", value: "A deep, calm British voice.", lines: 2 }),
    language: "Auto",
    text: "Hi! I'm the host.",
  },
  outputs: { audio: gr.Audio({ label: "Voice" }) },
}).or(
  new GradioNode("mrfakename/E2-F5-TTS", {
    name: "Cloned voice",
    apiName: "/basic_tts",
    inputs: {
      ref_audio_input: gr.Audio({ label: "Reference" }),
      gen_text_input: gr.Textbox({ label: "Text", value: "Hi! I'm the host." }),
    },
    outputs: { audio: gr.Audio({ label: "Voice" }) },
  }),
);

const card = new FnNode(
  ({ audio, title }) => ({ page: `## ${title}\n\nSpoken in ${audio.split("/").at(-1)}.`, audio }),
  {
    inputs: { audio: voice.audio, title: gr.Textbox({ label: "Title", value: "Episode one" }) },
    outputs: { page: gr.Markdown({ label: "Card" }), audio: gr.Audio({ label: "Episode" }) },
  },
);

export default new Graph({ name: "Choose a Voice", nodes: [card] });
