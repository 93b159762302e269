// From a web page or pasted text to an episode: fetch, write a script, speak each line, join.
import { FnNode, GradioNode, Graph, gr } from "daggr";
import { joined } from "./shared.ts";

const content = new FnNode(
  async ({ url, custom_text }, { signal }): Promise<{ content: string; title: string }> => {
    const text = custom_text.trim();
    if (text) return { content: text, title: text.split("\n")[0]!.slice(0, 50) };
    if (!url.trim()) throw new Error("Give a URL, or paste some text.");
    const page = await (await fetch(url, { signal })).text();
    const title = /<title[^>]*>([^<]*)/i.exec(page)?.[1]?.trim() ?? "Untitled";
    const plain = page
      .replace(/<(script|style)[\s\S]*?<\/\1>/gi, " ")
      .replace(/<[^>]+>/g, " ")
      .replace(/\s+/g, " ");
    return { content: plain.slice(0, 10_000), title };
  },
  {
    name: "extract_content",
    inputs: {
      url: gr.Textbox({ label: "Article URL", placeholder: "https://…" }),
      custom_text: gr.Textbox({ label: "Or paste the text", lines: 5 }),
    },
    outputs: { content: gr.Textbox({ label: "Content", lines: 10 }), title: gr.Textbox({ label: "Title" }) },
  },
);

const lengths = { "Short (2-3 min)": 6, "Medium (5-7 min)": 12, "Long (10+ min)": 20 };
type Length = keyof typeof lengths;

const dialogue = new FnNode(
  ({ content, title, host_style, episode_length }) => {
    const points = content.split(". ").slice(0, lengths[episode_length] / 2);
    const lines = points.flatMap((point, index) => [
      { speaker: "host", text: `What does part ${index + 1} of ${title} say?`, voice_style: host_style },
      { speaker: "guest", text: `${point}.`, voice_style: "thoughtful" },
    ]);
    return {
      dialogue: lines,
      preview: lines.map(({ speaker, text }) => `<p><b>${speaker}</b> ${text}</p>`).join(""),
    };
  },
  {
    name: "generate_dialogue",
    inputs: {
      content: content.content,
      title: content.title,
      host_style: gr.Dropdown({
        label: "Host",
        choices: [
          "enthusiastic, energetic",
          "calm, professional",
          "casual, conversational",
          "intellectual, thoughtful",
        ],
        value: "enthusiastic, energetic",
      }),
      episode_length: gr.Radio({
        label: "Length",
        choices: Object.keys(lengths) as Length[],
        value: "Medium (5-7 min)",
      }),
    },
    outputs: { dialogue: gr.JSON({ visible: false }), preview: gr.HTML({ label: "Script" }) },
  },
);

const segments = new GradioNode("ysharma/Qwen3-TTS", {
  name: "generate_all_voice_segments",
  apiName: "/generate_voice_design",
  inputs: {
    text: dialogue.dialogue.each.text,
    voice_description: dialogue.dialogue.each.voice_style,
    language: "Auto",
  },
  outputs: { audio: gr.Audio({ label: "Segment" }) },
});

const episode = new FnNode(
  async ({ audio_files, dialogue, title }, { files }) => ({
    podcast: await joined(audio_files, files, "episode"),
    summary: `<h2>${title}</h2><p>${audio_files.length} of ${dialogue.length} segments, 2 speakers.</p>`,
  }),
  {
    name: "combine_podcast",
    inputs: { audio_files: segments.audio.all(), dialogue: dialogue.dialogue, title: content.title },
    outputs: { podcast: gr.Audio({ label: "Episode" }), summary: gr.HTML({ label: "Summary" }) },
  },
);

export const graph = new Graph({ name: "Document to Podcast Generator", nodes: [episode] });
