// A mock podcast: two voices, a script, one audio per line (scatter), and all of them joined (gather).
import { readFile, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { FnNode, GradioNode, Graph, gr, type AudioFile } from "daggr";

const hostVoice = new GradioNode("abidlabs/tts", {
  apiName: "/generate_voice_design",
  inputs: {
    voice_description: gr.Textbox({
      label: "Host Voice",
      value: "Deep British voice, professional.",
      lines: 2,
    }),
    language: "Auto",
    text: "Hi! I'm the host.",
  },
  outputs: { audio: gr.Audio({ label: "Host Voice" }) },
});

const guestVoice = new GradioNode("abidlabs/tts", {
  apiName: "/generate_voice_design",
  inputs: {
    voice_description: gr.Textbox({ label: "Guest Voice", value: "Friendly American voice.", lines: 2 }),
    language: "Auto",
    text: "Hi! I'm the guest.",
  },
  outputs: { audio: gr.Audio({ label: "Guest Voice" }) },
});

// In production this would call a language model. Types flow from the inputs: `topic` is text, the voices are audio files.
const dialogue = new FnNode(
  ({ topic, hostVoice, guestVoice }) => {
    const lines = [
      { who: "Host", voice: hostVoice, text: `Welcome! Today we talk about ${topic}.` },
      { who: "Guest", voice: guestVoice, text: "Thanks for having me, it is my favourite subject." },
      { who: "Host", voice: hostVoice, text: "What should everybody know about it?" },
      { who: "Guest", voice: guestVoice, text: "That it is easier than it looks." },
    ];
    return { lines, html: lines.map(({ who, text }) => `<p><b>${who}:</b> ${text}</p>`).join("") };
  },
  {
    inputs: {
      topic: gr.Textbox({ label: "Topic", value: "AI" }),
      hostVoice: hostVoice.audio,
      guestVoice: guestVoice.audio,
    },
    outputs: {
      lines: gr.JSON({ visible: false }),
      html: gr.HTML({ label: "Script" }),
    },
  },
);

// Runs once per line. A real one would speak `text` in the voice of `audio`.
const samples = new FnNode(({ text, audio }, context) => (context.log(`Speaking: ${text}`), audio), {
  inputs: { text: dialogue.lines.each.text, audio: dialogue.lines.each.voice },
  outputs: { audio: gr.Audio({ label: "Sample" }) },
});

const episode = new FnNode(
  async ({ audios }, { files }): Promise<AudioFile> => {
    const path = join(files, `episode${extname(audios[0] ?? ".wav")}`);
    await writeFile(path, joinAudio(await Promise.all(audios.map((audio) => readFile(audio)))));
    return path;
  },
  {
    inputs: { audios: samples.audio.all() },
    outputs: { audio: gr.Audio({ label: "Full Podcast" }) },
  },
);

export default new Graph({ name: "Podcast Generator", nodes: [episode] });

/** Joins WAV files of one format: the first one's header with all samples. MP3 frames simply follow one another. */
function joinAudio(parts: readonly Buffer[]): Buffer {
  const [first] = parts;
  if (!first || first.toString("latin1", 0, 4) !== "RIFF") return Buffer.concat(parts);
  const start = first.indexOf("data", 12, "latin1") + 8;
  const samples = Buffer.concat(parts.map((part) => part.subarray(part.indexOf("data", 12, "latin1") + 8)));
  const header = Buffer.from(first.subarray(0, start));
  header.writeUInt32LE(start - 8 + samples.length, 4);
  header.writeUInt32LE(samples.length, start - 4);
  return Buffer.concat([header, samples]);
}
