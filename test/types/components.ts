// Every component: the options it takes, and what it carries.
import {
  gr,
  type AnnotatedImageValue,
  type AnyFile,
  type AudioFile,
  type ChatMessage,
  type Component,
  type DataframeValue,
  type DialogueLine,
  type GalleryImage,
  type GalleryVideo,
  type HighlightedToken,
  type ImageEditorValue,
  type ImageFile,
  type ImageSliderValue,
  type LabelValue,
  type ModelFile,
  type MultimodalValue,
  type PlotValue,
  type SubtitledVideo,
  type VideoFile,
} from "daggr";
import { same } from "./expect.ts";

type Value<C> = C extends Component<infer T> ? T : never;
function is<T>(): <C>(
  component: C,
  proof: (<X>() => X extends Value<C> ? 1 : 2) extends <X>() => X extends T ? 1 : 2 ? true : false,
) => void {
  return () => {};
}

is<string>()(
  gr.Textbox({ label: "Text", value: "a", lines: 3, placeholder: "…", info: "hint", visible: false }),
  true,
);
is<string>()(gr.TextArea({ maxLines: 9 }), true);
is<string>()(gr.Text({ type: "password" }), true);
is<number>()(gr.Number({ minimum: 0, maximum: 9, precision: 0 }), true);
is<number>()(gr.Slider({ minimum: 0, maximum: 9, step: 0.5, value: 3 }), true);
is<boolean>()(gr.Checkbox({ value: true }), true);
is<("a" | "b")[]>()(gr.CheckboxGroup({ choices: ["a", "b"], value: ["a"] }), true);
is<"a" | "b">()(gr.Radio({ choices: ["a", "b"], value: "b" }), true);
is<1 | 2>()(
  gr.Radio({
    choices: [
      ["one", 1],
      ["two", 2],
    ],
  }),
  true,
);
is<"a" | "b">()(gr.Dropdown({ choices: ["a", "b"], value: "a" }), true);
is<("a" | "b")[]>()(gr.Dropdown({ choices: ["a", "b"], multiselect: true, value: ["a"] }), true);
is<string>()(gr.Dropdown({ choices: ["a", "b"], allowCustomValue: true }), true);
is<string>()(gr.Dropdown(), true);
is<string>()(gr.ColorPicker({ value: "#ff0000" }), true);
is<ImageFile>()(gr.Image({ value: "cat.png", sources: ["upload"], height: 300 }), true);
is<ImageEditorValue>()(gr.ImageEditor({ canvasSize: [512, 512], brush: { colors: ["#fff"] } }), true);
is<ImageSliderValue>()(gr.ImageSlider({ sliderPosition: 30 }), true);
is<AnnotatedImageValue>()(gr.AnnotatedImage({ colorMap: { cat: "red" } }), true);
is<GalleryImage[]>()(gr.Gallery({ columns: 3 }), true);
is<GalleryVideo[]>()(gr.Gallery<GalleryVideo>(), true);
is<AudioFile>()(gr.Audio({ sources: ["microphone"], format: "wav" }), true);
is<VideoFile>()(gr.Video({ autoplay: true }), true);
is<SubtitledVideo>()(gr.Video<SubtitledVideo>(), true);
is<AnyFile>()(gr.File({ fileTypes: [".pdf"] }), true);
is<AnyFile[]>()(gr.File({ fileCount: "multiple" }), true);
is<ModelFile>()(gr.Model3D({ clearColor: [0, 0, 0, 1] }), true);
is<any>()(gr.JSON(), true);
is<{ a: 1 }>()(gr.JSON<{ a: 1 }>({ open: true }), true);
is<string>()(gr.Code({ language: "typescript" }), true);
is<DataframeValue>()(
  gr.Dataframe({ headers: ["a", "b"], datatype: ["str", "number"], value: [["x", 1]] }),
  true,
);
is<PlotValue>()(gr.Plot(), true);
is<LabelValue>()(gr.Label({ numTopClasses: 3 }), true);
is<HighlightedToken[]>()(gr.HighlightedText({ showLegend: true }), true);
is<string>()(gr.HTML({ value: "<b>Hello</b>" }), true);
is<string>()(gr.Markdown({ value: "# Hello" }), true);
is<ChatMessage[]>()(gr.Chatbot({ height: 400, layout: "bubble" }), true);
is<MultimodalValue>()(gr.MultimodalTextbox({ fileCount: "multiple", value: { text: "a", files: [] } }), true);
is<DialogueLine[]>()(gr.Dialogue({ speakers: ["A", "B"] }), true);

const text: string = gr.Textbox().exampleValue();
const choice: "a" | "b" = gr.Radio({ choices: ["a", "b"] }).exampleValue();
same<ReturnType<ReturnType<typeof gr.Slider>["exampleValue"]>, number>(true);

// @ts-expect-error misspelt option
gr.Textbox({ placeholdr: "…" });
// @ts-expect-error Gradio's own spelling
gr.Textbox({ max_lines: 3 });
// Null is nothing: no choice, no text, no file to begin with.
is<"a" | "b">()(gr.Dropdown({ choices: ["a", "b"], value: null }), true);
is<512 | 768>()(gr.Radio({ choices: [512, 768], value: null }), true);
is<string>()(gr.Textbox({ value: null }), true);
is<ImageFile>()(gr.Image({ value: null }), true);
// @ts-expect-error only the value can be nothing
gr.Textbox({ label: null });
// @ts-expect-error wrong type of an option
gr.Slider({ minimum: "0" });
// @ts-expect-error a value that is none of the choices
gr.Radio({ choices: ["a", "b"], value: "c" });
// @ts-expect-error a value that is none of the choices
gr.Dropdown({ choices: ["a", "b"], value: "c" });
// @ts-expect-error no such component
gr.Textbok();

// Kinds of files do not mix, but every kind is a path.
declare const image: ImageFile;
const path: string = image;
const file: AnyFile = image;
const fromPath: ImageFile = "cat.png";
const fromFile: ImageFile = file;
// @ts-expect-error an image is no audio
const audio: AudioFile = image;

export { audio, choice, fromFile, fromPath, path, text };
