// A workflow that Gradio's clients call: text, a choice, files both ways, a gallery, a stream, and one that waits to be stopped.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { FnNode, Graph, gr } from "daggr";

const pixel =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const greet = new FnNode(
  ({ name, times }: { name: string; times: number }) => `Hello ${name}`.padEnd(6 + name.length + times, "!"),
  {
    name: "Greet",
    inputs: {
      name: gr.Textbox({ label: "Name", value: "you" }),
      times: gr.Slider({ minimum: 0, maximum: 5, step: 1, value: 2 }),
    },
    outputs: { text: gr.Textbox({ label: "Greeting" }) },
  },
);

const shout = new FnNode(
  ({ file }: { file: string }, context) => {
    const path = join(context.files, "loud.txt");
    writeFileSync(path, readFileSync(file, "utf8").toUpperCase());
    return path;
  },
  { name: "Shout", inputs: { file: gr.File() }, outputs: { loud: gr.File() } },
);

const album = new FnNode(
  ({ count }: { count: number }) =>
    Array.from({ length: count }, (_, at) => ({ image: pixel, caption: `picture ${at + 1}` })),
  {
    name: "Album",
    inputs: { count: gr.Number({ value: 2, precision: 0 }) },
    outputs: { pictures: gr.Gallery() },
  },
);

const spell = new FnNode(
  async function* ({ word }: { word: string }) {
    let text = "";
    for (const letter of word) {
      text += letter;
      yield text;
      await sleep(100);
    }
  },
  { name: "Spell", inputs: { word: gr.Textbox({ value: "abc" }) }, outputs: { letters: gr.Textbox() } },
);

const wait = new FnNode(
  async ({ folder }: { folder: string }, context) => {
    if (!existsSync(folder)) throw new Error("There is no such folder.");
    writeFileSync(join(folder, "started"), "");
    context.signal.addEventListener("abort", () => writeFileSync(join(folder, "stopped"), ""));
    await sleep(600_000, undefined, { signal: context.signal });
    return "done";
  },
  { name: "Wait", inputs: { folder: gr.Textbox() }, outputs: { text: gr.Textbox() } },
);

export default new Graph({ name: "served", nodes: [greet, shout, album, spell, wait] });
