// Choices: the same outputs, whatever the inputs.
import { ChooseOne, FnNode, GradioNode, InferenceNode, gr, type AudioFile, type ImageFile } from "daggr";
import { same, type Carried, type DepthOf } from "./expect.ts";

const list = new GradioNode("a/list", { outputs: { texts: gr.JSON<string[]>() } });
const one = new GradioNode("a/a", { inputs: { x: 1 }, outputs: { audio: gr.Audio() } });
const two = new GradioNode("b/b", {
  inputs: { y: gr.Textbox(), z: gr.Audio() },
  outputs: { audio: gr.Audio() },
});
const other = new GradioNode("c/c", { inputs: { y: 1 }, outputs: { sound: gr.Audio() } });
const more = new GradioNode("c/c", { outputs: { audio: gr.Audio(), seed: gr.Number() } });
const scattered = new GradioNode("d/d", {
  inputs: { text: list.texts.each },
  outputs: { audio: gr.Audio() },
});
const local = new FnNode(({ x }: { x: number }) => String(x), {
  inputs: { x: 1 },
  outputs: { audio: gr.Audio() },
});
const hosted = new InferenceNode("a/tts", { inputs: { text: "hello" }, outputs: { audio: gr.Audio() } });

const choice = one.or(two);
same<Carried<typeof choice.audio>, AudioFile>(true);
const four = one.or(two).or(local).or(hosted);
same<DepthOf<typeof four.audio>, 0>(true);
new FnNode(({ audio }: { audio: AudioFile }) => audio, { inputs: { audio: choice.audio } });
// @ts-expect-error variants differ
one.or(other);
// @ts-expect-error the second has one more
one.or(more);
// @ts-expect-error the second has one less
more.or(one);
// @ts-expect-error one is scattered, the other is not
one.or(scattered);
// @ts-expect-error a choice has no inputs' names
choice.x;
// @ts-expect-error a port is no node
one.or(two.audio);

// What a port carries is what either variant gives.
const number = new FnNode(() => 1, { outputs: { value: gr.JSON() } });
const text = new FnNode(() => "a", { outputs: { value: gr.JSON() } });
const either = number.or(text);
same<Carried<typeof either.value>, string | number>(true);
new FnNode(({ n }: { n: number }) => n, {
  inputs: {
    // @ts-expect-error it may be text
    n: either.value,
  },
});

const painted = new GradioNode("p/p", { inputs: { text: list.texts.each }, outputs: { image: gr.Image() } });
const best = new ChooseOne({ options: painted.image.all() });
const first = new FnNode(({ images }) => images[0] ?? "", {
  inputs: { images: painted.image.all() },
  outputs: { choice: gr.Image() },
});
const picked = best.or(first);
same<Carried<typeof picked.choice>, ImageFile>(true);
