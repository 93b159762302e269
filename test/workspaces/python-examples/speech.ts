// Shared by the podcast examples.
import { copyFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { GradioNode, ItemList, gr, type AudioFile } from "daggr";

/** A node that designs a voice. A helper that makes nodes: each is named by the variable its result is given to. */
export function designedVoice(space: string, label: string, description: string, text: string) {
  return new GradioNode(space, {
    apiName: "/generate_voice_design",
    inputs: {
      voice_description: gr.Textbox({ label: `${label} Voice Description`, value: description, lines: 3 }),
      language: "Auto",
      text,
    },
    outputs: { audio: gr.Audio({ label: `${label} Voice` }), status: gr.Text({ visible: false }) },
  });
}

export const speakers = ["Host", "Guest"] as const;

export const script = ItemList({
  speaker: gr.Dropdown({ choices: speakers }),
  text: gr.Textbox({ lines: 2 }),
});

export function mockScript(topic: string) {
  return [
    { speaker: "Host", text: "Good to have you all here." },
    { speaker: "Guest", text: "Glad to be on." },
    { speaker: "Host", text: `Our subject today: ${topic}.` },
    { speaker: "Guest", text: "I could talk about that for hours." },
  ] as { speaker: (typeof speakers)[number]; text: string }[];
}

/** Stands for a mixer: takes the first audio. */
export async function combined(audios: readonly AudioFile[], folder: string): Promise<AudioFile | null> {
  const [first] = audios;
  if (!first) return null;
  const path = join(folder, `full${extname(first)}`);
  await copyFile(first, path);
  return path;
}
