// The graphs of `graphs.py`, as a workflow. APP is replaced by the address of a Gradio app.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FnNode, GradioNode, Graph, gr } from "daggr";

const loud = new FnNode(
  ({ text, times }: { text: string; times: number }) => text.toUpperCase() + "!".repeat(times),
  {
    name: "make loud",
    inputs: {
      text: gr.Textbox({ label: "Text", value: "hello there" }),
      times: gr.Slider({ minimum: 0, maximum: 5, step: 1, value: 2 }),
    },
    outputs: { text: gr.Textbox() },
  },
);
const counted = new FnNode(({ text }: { text: string }) => ({ words: text.split(" ").length, text }), {
  name: "count_words",
  inputs: { text: loud.text },
  outputs: { words: gr.JSON() },
});
export const story = new Graph({ name: "story", nodes: [counted] });

const halve = ({ number }: { number: number }) => {
  if (number % 2) throw new Error("It is odd.");
  return number / 2;
};
const half = new FnNode(halve, {
  name: "halve",
  inputs: { number: gr.Number({ value: 4 }) },
  outputs: { half: gr.Number() },
});
const again = new FnNode(halve, {
  name: "halve-again",
  inputs: { number: half.half },
  outputs: { half: gr.Number() },
});
const flags = new FnNode(
  ({ on, kinds, colour }: { on: boolean; kinds: string[]; colour: string }) => ({
    all: `${on ? "True" : "False"} ${kinds.join(",")} ${colour}`,
    hidden: null,
  }),
  {
    name: "flags",
    inputs: {
      on: gr.Checkbox({ value: true }),
      kinds: gr.CheckboxGroup({ choices: ["a", "b"], value: ["a"] }),
      colour: gr.Dropdown({ choices: ["red", "blue"], value: "red" }),
    },
    outputs: { all: gr.Textbox(), hidden: null },
  },
);
export const parts = new Graph({ name: "parts", nodes: [again, flags] });

const write = ({ text }: { text: string }, { files }: { files: string }) => {
  const path = join(files, "written.txt");
  writeFileSync(path, text);
  return path;
};
const written = new FnNode(write, {
  name: "write",
  inputs: { text: gr.Textbox({ value: "content" }) },
  outputs: { file: gr.File() },
});
const read = new FnNode(({ file }: { file: string }) => readFileSync(file, "utf8"), {
  name: "read",
  inputs: { file: written.file },
  outputs: { text: gr.Textbox() },
});
export const files = new Graph({ name: "files", nodes: [written, read] });

const alone = new FnNode(write, {
  name: "write",
  inputs: { text: gr.Textbox({ value: "content" }) },
  outputs: { file: gr.File() },
});
export const document = new Graph({ name: "document", nodes: [alone] });

const number = new FnNode(({ x }: { x: number }) => x, {
  name: "number",
  inputs: { x: gr.Number({ value: 10 }) },
  outputs: { x: gr.Number() },
});
const plus = new FnNode(({ x }: { x: number }) => x + 1, {
  name: "plus",
  inputs: { x: number.x },
  outputs: { x: gr.Number() },
});
const minus = new FnNode(({ x }: { x: number }) => x - 1, {
  name: "minus",
  inputs: { x: number.x },
  outputs: { x: gr.Number() },
});
const pick = plus.or(minus);
const show = new FnNode(({ x }: { x: number }) => String(x), {
  name: "show",
  inputs: { x: pick.x },
  outputs: { text: gr.Textbox() },
});
export const choosing = new Graph({ name: "choosing", nodes: [show] });

const picture = new GradioNode("APP", {
  apiName: "/draw",
  name: "picture",
  inputs: { prompt: gr.Textbox({ value: "sea" }), width: 48, height: 32, seed: gr.Number({ value: 1 }) },
  outputs: { image: gr.Image() },
});
export const painting = new Graph({ name: "painting", nodes: [picture] });
