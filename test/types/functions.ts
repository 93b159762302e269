// FnNode: types flow from the inputs into the function, and from the function to the ports.
import { FnNode, GradioNode, ItemList, gr, type AudioFile, type ImageFile } from "daggr";
import { same, type Carried } from "./expect.ts";

const source = new GradioNode("a/b", {
  outputs: {
    image: gr.Image(),
    list: gr.JSON<{ text: string; n: number }[]>(),
    size: gr.Number(),
    open: gr.JSON(),
  },
});

// An unannotated function knows its inputs.
const unannotated = new FnNode(
  ({ text, image, item, size, fixed, drawn, later, list, open, choice, missing, n = 3 }, context) => {
    same<typeof text, string>(true);
    same<typeof image, ImageFile>(true);
    same<typeof item, string>(true);
    same<typeof size, number>(true);
    same<typeof fixed, string>(true);
    same<typeof drawn, number>(true);
    same<typeof later, Date>(true);
    same<typeof list, number[]>(true);
    same<typeof open, any>(true);
    same<typeof choice, "a" | "b">(true);
    same<typeof missing, any>(true);
    same<typeof context.signal, AbortSignal>(true);
    context.progress(0.5, "half");
    context.log(text, context.files);
    context.log(n);
    return text.length;
  },
  {
    inputs: {
      text: gr.Textbox(),
      image: source.image,
      item: source.list.each.text,
      size: source.size,
      fixed: "words",
      drawn: Math.random,
      later: async () => new Date(),
      list: [1, 2, 3],
      open: source.open,
      choice: gr.Radio({ choices: ["a", "b"] }),
    },
    outputs: { length: gr.Number() },
  },
);
same<Carried<typeof unannotated.length>, number>(true);

// @ts-expect-error a number has no such member
new FnNode(({ n }) => n.foo, { inputs: { n: 5 }, outputs: { s: gr.Number() } });

// A typed function: each input must fit its parameter.
const scaled = new FnNode(
  ({ image, scale = 2 }: { image: ImageFile; scale?: number }) => image.length * scale,
  {
    inputs: { image: source.image },
    outputs: { size: gr.Number() },
  },
);
same<Carried<typeof scaled.size>, number>(true);
new FnNode(
  ({ mode, list, deep }: { mode: "fast" | "slow"; list: string[]; deep: { a: number[] } }) =>
    mode + list + deep,
  {
    inputs: { mode: "fast", list: ["a"], deep: { a: [1] } },
  },
);
new FnNode(({ a, b }: { a: ImageFile; b: string }) => a + b, { inputs: { a: "cat.png", b: source.image } });
new FnNode(({ rest, ...others }: { rest: number; [name: string]: unknown }) => [rest, others], {
  inputs: { rest: 1, other: 2 },
});
new FnNode(
  ({ n }: { n: number }) => n,
  // @ts-expect-error an image into a number
  { inputs: { n: source.image } },
);
new FnNode(({ n }: { n: number; text?: string }) => n, {
  inputs: {
    n: 1,
    // @ts-expect-error an unknown input
    m: 2,
  },
});
new FnNode(({ a }: { a: AudioFile }) => a, {
  inputs: {
    // @ts-expect-error an image into an audio
    a: source.image,
  },
});
new FnNode(({ mode }: { mode: "fast" | "slow" }) => mode, {
  inputs: {
    // @ts-expect-error not one of the values
    mode: "medium",
  },
});
new FnNode(({ items }: { items: { text: string; speaker: string }[] }) => items, {
  inputs: {
    // @ts-expect-error the items lack a field
    items: source.list,
  },
});
new FnNode(({ t }: { t: string }) => t, {
  inputs: {
    // @ts-expect-error a component's factory where the component was meant
    t: gr.Textbox,
  },
});
new FnNode(({ t }) => t, {
  inputs: {
    // @ts-expect-error the same with an unannotated function
    t: gr.Textbox,
  },
});
new FnNode(({ n }: { n: number }) => n, {
  inputs: {
    // @ts-expect-error what the callable gives does not fit
    n: () => "text",
  },
});

// Functions that are called at each run.
new FnNode(({ n, at, later }: { n: number; at: Date; later: string[] }) => [n, at, later], {
  inputs: { n: () => 5, at: () => new Date(), later: async () => ["a"] },
});
new FnNode(() => 1, { inputs: { n: () => 3, any: (): any => 5 } });
new FnNode(({ n }: { n: number; [other: string]: unknown }) => n, {
  inputs: { n: Math.random, other: () => "a" },
});
new FnNode(({ n }: { n: number }) => n, {
  inputs: {
    // @ts-expect-error what the promise gives does not fit
    n: async () => "text",
  },
});

// Positional functions are none.
// @ts-expect-error two values are no object and context
new FnNode((text: string, words: number) => text.slice(words), { inputs: { text: "a", words: 1 } });
// @ts-expect-error three parameters
new FnNode((a: { x: number }, b: unknown, c: unknown) => [a, b, c], { inputs: { x: 1 } });
// @ts-expect-error no function
new FnNode("summarize");

// Outputs.
// @ts-expect-error the function's result does not fit its component
new FnNode(({ n }: { n: number }) => String(n), { inputs: { n: 1 }, outputs: { x: gr.Number() } });
new FnNode(() => (Math.random() > 0.5 ? "text" : null), { outputs: { x: gr.Textbox() } });
const plain = new FnNode(() => ({ a: 1 }));
same<Carried<typeof plain.output>, { a: number }>(true);
const hidden = new FnNode(() => 5, { outputs: { secret: null } });
same<Carried<typeof hidden.secret>, number>(true);

const two = new FnNode(
  async ({ text }: { text: string }) => ({ up: text.toUpperCase(), length: text.length, extra: 1 }),
  {
    inputs: { text: gr.Textbox() },
    outputs: { up: gr.Textbox(), length: gr.Number() },
  },
);
same<Carried<typeof two.length>, number>(true);
// @ts-expect-error not an output
two.extra;
new FnNode(() => ({ up: "a", len: 1 }), {
  outputs: {
    up: gr.Textbox(),
    // @ts-expect-error the function returns nothing of this name
    length: gr.Number(),
  },
});
new FnNode(() => ({ up: "a", length: "1" }), {
  outputs: {
    up: gr.Textbox(),
    // @ts-expect-error the function returns text of this name
    length: gr.Number(),
  },
});
const inOrder = new FnNode((): [string, number] => ["a", 1], {
  outputs: { up: gr.Textbox(), length: gr.Number() },
});
same<Carried<typeof inOrder.length>, number>(true);
const files = new FnNode(() => [{ image: "a.png", caption: null }], { outputs: { gallery: gr.Gallery() } });
same<Carried<typeof files.gallery.each.image>, string>(true);

// Streams: the returned value, else what is yielded.
const words = new FnNode(
  async function* ({ text }) {
    for (const word of text.split(" ")) yield word;
  },
  { inputs: { text: gr.Textbox() }, outputs: { word: gr.Textbox() } },
);
same<Carried<typeof words.word>, string>(true);
const counted = new FnNode(
  function* () {
    yield 1;
    return 2;
  },
  { outputs: { n: gr.Number() } },
);
same<Carried<typeof counted.n>, number>(true);
new FnNode(
  function* () {
    yield "text";
  },
  {
    outputs: {
      // @ts-expect-error what is yielded does not fit
      n: gr.Number(),
    },
  },
);

// Preprocess and postprocess.
const processed = new FnNode(({ total }: { total: number }) => ({ value: total }), {
  inputs: { a: gr.Number(), b: 2 },
  preprocess: ({ a, b }) => ({ total: a + b }),
  postprocess: ({ value }) => value,
  outputs: { sum: gr.Number() },
});
same<Carried<typeof processed.sum>, number>(true);

// Item lists.
const script = new FnNode(({ topic }) => [{ speaker: "Host" as const, text: topic }], {
  inputs: { topic: gr.Textbox() },
  outputs: { lines: ItemList({ speaker: gr.Dropdown({ choices: ["Host", "Guest"] }), text: gr.Textbox() }) },
});
same<Carried<typeof script.lines.speaker>, "Host" | "Guest">(true);
same<Carried<typeof script.lines.each.text>, string>(true);
// @ts-expect-error no such field
script.lines.speakers;
new FnNode(() => [{ speaker: "Host" }], {
  outputs: {
    // @ts-expect-error the items lack a field
    lines: ItemList({ speaker: gr.Textbox(), text: gr.Textbox() }),
  },
});
// @ts-expect-error every port has a member of this name
ItemList({ each: gr.Textbox() });

new FnNode(() => 1, {
  concurrent: true,
  concurrencyGroup: "gpu",
  maxConcurrent: 2,
  timeout: 30,
  name: "one",
});
// @ts-expect-error misspelt option
new FnNode(() => 1, { concurent: true });
