// Human steps and inference nodes.
import {
  Approve,
  ChooseOne,
  FnNode,
  GradioNode,
  InferenceNode,
  TextInput,
  gr,
  type AudioFile,
  type ImageFile,
  type LabelValue,
} from "daggr";
import { same, type Carried, type DepthOf } from "./expect.ts";

const source = new GradioNode("a/b", {
  outputs: { image: gr.Image(), list: gr.JSON<{ a: number }[]>(), open: gr.JSON() },
});
const scattered = new GradioNode("a/b", {
  inputs: { x: source.list.each },
  outputs: { image: gr.Image(), tags: gr.JSON<string[]>() },
});

const best = new ChooseOne({ message: "Which one?", options: scattered.image.all(), show: gr.Image() });
same<Carried<typeof best.choice>, ImageFile>(true);
const fixed = new ChooseOne({ options: ["a", "b"] });
const fixedText: string = "" as Carried<typeof fixed.choice>;
const item = new ChooseOne({ options: source.list });
same<Carried<typeof item.choice>, { a: number }>(true);
const open = new ChooseOne({ options: source.open });
same<Carried<typeof open.choice>, any>(true);
const tags = new ChooseOne({ options: scattered.tags });
same<DepthOf<typeof tags.choice>, 1>(true);
// @ts-expect-error an image is no list
new ChooseOne({ options: source.image });
// @ts-expect-error without options there is nothing to choose from
new ChooseOne({ message: "?" });
// @ts-expect-error audio shows no images
new ChooseOne({ options: scattered.image.all(), show: gr.Audio() });

const approved = new Approve({ value: source.image, message: "Good?" });
same<Carried<typeof approved.value>, ImageFile>(true);
new FnNode(({ image }: { image: ImageFile }) => image, { inputs: { image: approved.value } });
// @ts-expect-error a node instead of its port
new Approve({ value: source });

const typed = new TextInput({ message: "Title?", value: "Untitled" });
same<Carried<typeof typed.text>, string>(true);
new TextInput();
// @ts-expect-error a number is no text
new TextInput({ value: 5 });

const answer = new InferenceNode("meta-llama/Llama-3.1-8B-Instruct", {
  inputs: { prompt: gr.Textbox({ lines: 3 }) },
  outputs: { response: gr.Markdown() },
});
same<Carried<typeof answer.response>, string>(true);
const unknown = new InferenceNode("a/b");
same<Carried<typeof unknown.output>, any>(true);
const image = new InferenceNode("a/b:fal-ai", { task: "text-to-image", inputs: { prompt: "a cat" } });
same<Carried<typeof image.output>, ImageFile>(true);
const speech = new InferenceNode("a/b", { task: "text-to-speech", inputs: { text: answer.response } });
same<Carried<typeof speech.output>, AudioFile>(true);
const labels = new InferenceNode("a/b", { task: "image-classification", inputs: { image: image.output } });
same<Carried<typeof labels.output>, LabelValue>(true);
const shortened = new InferenceNode("a/b", {
  task: "summarization",
  postprocess: (text: string) => text.length,
});
same<Carried<typeof shortened.output>, number>(true);
// @ts-expect-error no such task
new InferenceNode("a/b", { task: "text-to-picture" });

export { fixedText };
