import { Approve, ChooseOne, FnNode, GradioNode, InferenceNode, TextInput, gr } from "daggr";
import type { ImageFile } from "daggr";
import { same, type Carried } from "./expect.ts";

// The other options, and no loss of what is inferred.
const painter = new GradioNode("a/b", {
  inputs: { prompt: gr.Textbox() },
  outputs: { image: gr.Image() },
  retries: 2,
  timeout: 60,
  cacheFor: 3600,
  fallback: "placeholder.png",
});
same<Carried<typeof painter.image>, ImageFile>(true);

new GradioNode("a/b", { outputs: { image: gr.Image() }, fallback: null });
new GradioNode("a/b", { outputs: { image: gr.Image() }, fallback: (error) => error.message });
new GradioNode("a/b", { outputs: { n: gr.Number() }, fallback: async () => 5 });
new GradioNode("a/b", { outputs: { image: gr.Image() }, fallback: painter });
new GradioNode("a/b", { outputs: { a: gr.Image(), b: gr.Number() }, fallback: { a: null, b: 2 } });
new GradioNode("a/b", { outputs: { a: gr.Image(), b: gr.Number() }, fallback: ["a.png", 2] });
new GradioNode("a/b", { outputs: { data: gr.JSON() }, fallback: (error) => ({ why: error.message }) });

const words = new FnNode(({ text }) => (text.length > 3 ? "long" : "short"), {
  inputs: { text: gr.Textbox() },
  outputs: { words: gr.Textbox() },
  retries: 1,
  fallback: (error) => error.message,
});
same<Carried<typeof words.words>, "long" | "short">(true);
new FnNode(() => ({ a: 1, b: "b" }), {
  outputs: { a: gr.Number(), b: gr.Textbox() },
  fallback: { a: 0, b: "none" },
});
new FnNode(() => [1, 2], { fallback: [] });
new FnNode(() => "a", { postprocess: (text) => text.length, outputs: { n: gr.Number() }, fallback: 0 });
new FnNode(({ n }: { n: number }) => n, { inputs: { n: 1 }, outputs: { n: gr.Number() } }).orElse(
  new FnNode(() => 5, { outputs: { n: gr.Number() } }),
);
new InferenceNode("a/b", { task: "text-generation", fallback: "Nobody answers." });
new InferenceNode("a/b", { outputs: { text: gr.Markdown() }, fallback: words.or(words) && "x" });
new Approve({ value: painter.image, timeout: 60, fallback: null });
new ChooseOne({ options: ["a", "b"], fallback: "a" });
new TextInput({ fallback: "" });

const two = new GradioNode("c/d", { outputs: { image: gr.Image() } }).orElse(painter);
same<Carried<typeof two.image>, ImageFile>(true);

// @ts-expect-error the wrong type
new GradioNode("a/b", { outputs: { n: gr.Number() }, fallback: "five" });
// @ts-expect-error the wrong type, given by a function
new GradioNode("a/b", { outputs: { n: gr.Number() }, fallback: () => "five" });
// @ts-expect-error other outputs
new GradioNode("a/b", { outputs: { n: gr.Number() }, fallback: painter });
// @ts-expect-error a port is no node
new GradioNode("a/b", { outputs: { image: gr.Image() }, fallback: painter.image });
// @ts-expect-error one is missing
new GradioNode("a/b", { outputs: { a: gr.Image(), b: gr.Number() }, fallback: { a: null } });
// @ts-expect-error what the function gives is a number
new FnNode(() => 5, { fallback: "five" });
// @ts-expect-error how often it is tried again is a number
new FnNode(() => 5, { retries: "twice" });
// @ts-expect-error a person is asked once
new TextInput({ retries: 1 });
// @ts-expect-error other outputs
new FnNode(() => "a", { outputs: { text: gr.Textbox() } }).orElse(painter);
// @ts-expect-error values of another type
new GradioNode("a/b", { outputs: { image: gr.Number() } }).orElse(painter);

// A function that only throws says nothing of its outputs.
const fails = new FnNode(
  () => {
    throw new Error("no");
  },
  { outputs: { degrees: gr.Number() }, fallback: 12 },
);
new FnNode(({ n }: { n: number }) => n, { inputs: { n: fails.degrees } });
new FnNode(() => Promise.reject<never>(new Error("no")), { outputs: { text: gr.Textbox() }, fallback: "x" });
