// Shared by the podcasts and the slideshow.
import { readFile, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { GradioNode, ItemList, gr } from "daggr";

/** A node that designs a voice. */
export function designedVoice(
  space: string,
  name: string,
  { label, language, description, text }: Record<"label" | "language" | "description" | "text", string>,
) {
  return new GradioNode(space, {
    name,
    apiName: "/generate_voice_design",
    inputs: {
      voice_description: gr.Textbox({ label: `${label} Voice Description`, value: description, lines: 3 }),
      language,
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

/** Stands for a program that mixes sound or cuts film: writes one file after the other. */
export async function joined(paths: readonly string[], folder: string, name: string): Promise<string | null> {
  const [first] = paths;
  if (first === undefined) return null;
  const target = join(folder, `${name}${extname(first)}`);
  await writeFile(target, Buffer.concat(await Promise.all(paths.map((path) => readFile(path)))));
  return target;
}
