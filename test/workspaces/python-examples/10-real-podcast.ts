// From a web page or pasted text to an episode: fetch, write a script, speak each line, join.
import { FnNode, GradioNode, Graph, gr } from "daggr";
import { combined } from "./speech.ts";

const content = new FnNode(
  async ({ url, text }, { signal }): Promise<{ content: string; title: string }> => {
    if (text.trim()) return { content: text, title: text.trim().split("\n")[0]!.slice(0, 50) };
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
    inputs: {
      url: gr.Textbox({ label: "Article URL", placeholder: "https://…" }),
      text: gr.Textbox({ label: "Or paste the text", lines: 5 }),
    },
    outputs: { content: gr.Textbox({ label: "Content", lines: 10 }), title: gr.Textbox({ label: "Title" }) },
  },
);

const lengths = { "Short (2-3 min)": 6, "Medium (5-7 min)": 12, "Long (10+ min)": 20 };
type Length = keyof typeof lengths;

const dialogue = new FnNode(
  ({ content, title, manner, length }) => {
    const points = content.split(". ").slice(0, lengths[length] / 2);
    const lines = points.flatMap((point, index) => [
      { speaker: "host", text: `What does part ${index + 1} of ${title} say?`, voice_style: manner },
      { speaker: "guest", text: `${point}.`, voice_style: "thoughtful" },
    ]);
    return { lines, preview: lines.map(({ speaker, text }) => `<p><b>${speaker}</b> ${text}</p>`).join("") };
  },
  {
    inputs: {
      content: content.content,
      title: content.title,
      manner: gr.Dropdown({ label: "Host", choices: ["enthusiastic", "calm", "casual"], value: "calm" }),
      length: gr.Radio({
        label: "Length",
        choices: Object.keys(lengths) as Length[],
        value: "Medium (5-7 min)",
      }),
    },
    outputs: { lines: gr.JSON({ visible: false }), preview: gr.HTML({ label: "Script" }) },
  },
);

const segments = new GradioNode("ysharma/Qwen3-TTS", {
  apiName: "/generate_voice_design",
  inputs: {
    text: dialogue.lines.each.text,
    voice_description: dialogue.lines.each.voice_style,
    language: "Auto",
  },
  outputs: { audio: gr.Audio({ label: "Segment" }) },
});

const episode = new FnNode(
  async ({ audios, lines, title }, { files }) => ({
    podcast: await combined(audios, files),
    summary: `<h2>${title}</h2><p>${audios.length} of ${lines.length} segments, 2 speakers.</p>`,
  }),
  {
    inputs: { audios: segments.audio.all(), lines: dialogue.lines, title: content.title },
    outputs: { podcast: gr.Audio({ label: "Episode" }), summary: gr.HTML({ label: "Summary" }) },
  },
);

export const graph = new Graph({ name: "Document to Podcast Generator", nodes: [episode] });
