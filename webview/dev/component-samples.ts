import type { ComponentName } from "../../src/runtime/components/description.ts";
import type { Json, Value } from "../../src/runtime/values/value.ts";
import { hashOf, refTo } from "./sample-files.ts";

interface ComponentSample {
  readonly options?: Readonly<Record<string, Json>>;
  /** A result. */
  readonly value: Value;
  /** Whether Gradio takes it as an input. */
  readonly input: boolean;
  /** The value that the person has set. Left out if the input is still empty. */
  readonly filled?: Value;
}

const choices = ["Wide", "Square", "Tall"];
const chart = JSON.stringify({
  data: [
    { type: "bar", x: ["Mon", "Tue", "Wed"], y: [3, 5, 2] },
    { type: "scatter", x: ["Mon", "Tue", "Wed"], y: [2, 4, 4] },
  ],
  layout: { title: { text: "Runs" } },
});
/** A file of the test apps, since a video cannot be generated here. */
const clip = { $file: hashOf("clip.webm"), name: "clip.webm", mime: "video/webm", size: 3208 };
const table = {
  headers: ["name", "price", "stock"],
  data: Array.from({ length: 40 }, (_, row) => [`item ${row}`, Math.round(row * 37.7) / 10, row % 3 === 0]),
};

export const componentSamples: Readonly<Record<ComponentName, ComponentSample>> = {
  Textbox: { value: "The quick brown fox jumps over the lazy dog.", input: true, filled: "Typed text" },
  TextArea: {
    options: { lines: 4 },
    value: "Several\nlines\nof text",
    input: true,
    filled: "Several\nlines",
  },
  Text: { value: "Plain text", input: true },
  Number: { value: 42.195, input: true, filled: 7 },
  Slider: { options: { minimum: 0, maximum: 10, step: 0.5 }, value: 3.5, input: true, filled: 6.5 },
  Checkbox: { value: true, input: true, filled: true },
  CheckboxGroup: { options: { choices }, value: ["Wide", "Tall"], input: true, filled: ["Square"] },
  Radio: { options: { choices }, value: "Square", input: true, filled: "Wide" },
  Dropdown: { options: { choices }, value: "Tall", input: true, filled: "Square" },
  ColorPicker: { value: "#d79a4a", input: true, filled: "#4daafc" },
  Image: { value: refTo("savanna.svg"), input: true },
  ImageEditor: {
    value: { background: refTo("fjord.svg"), layers: [], composite: refTo("fjord.svg") },
    input: true,
  },
  ImageSlider: { value: [refTo("savanna.svg"), refTo("fjord.svg")], input: true },
  AnnotatedImage: {
    value: { image: refTo("savanna.svg"), annotations: [{ image: refTo("mask.svg"), label: "cheetah" }] },
    input: false,
  },
  Gallery: {
    value: ["savanna.svg", "fjord.svg", "forest.svg"].map((name) => ({
      image: refTo(name),
      caption: name.replace(".svg", ""),
    })),
    input: true,
  },
  Audio: { value: refTo("voice.wav"), input: true, filled: refTo("guest.wav") },
  Video: { value: clip, input: true },
  File: { options: { fileCount: "multiple" }, value: [refTo("notes.txt"), refTo("cube.obj")], input: true },
  Model3D: { value: refTo("cube.obj"), input: true },
  JSON: {
    value: { title: "Episode 12", minutes: 24.5, draft: false, guests: ["Ada", "Grace"], cover: null },
    input: true,
    filled: { any: ["data"] },
  },
  Code: {
    options: { language: "python" },
    value:
      'def greet(name: str) -> str:\n    """Say hello."""\n    return f"Hello, {name}!"  # politely\n\nprint(greet("world"), 42)\n',
    input: true,
    filled: "print('hello')",
  },
  Dataframe: {
    value: table,
    input: true,
    filled: {
      headers: ["name", "price"],
      data: [
        ["apple", 1.2],
        ["pear", 2],
      ],
    },
  },
  Plot: { value: { type: "plotly", plot: chart }, input: false },
  Label: {
    value: {
      label: "cheetah",
      confidences: [
        { label: "cheetah", confidence: 0.87 },
        { label: "leopard", confidence: 0.11 },
        { label: "cat", confidence: 0.02 },
      ],
    },
    input: false,
  },
  HighlightedText: {
    value: [
      { token: "Ada Lovelace", class_or_confidence: "person" },
      { token: " lived in ", class_or_confidence: null },
      { token: "London", class_or_confidence: "place" },
      { token: ".", class_or_confidence: null },
    ],
    input: true,
  },
  HTML: {
    value:
      '<h3 style="color:teal">A heading</h3><p>From a <b>Space</b>, <script>top.hacked = true</script>without scripts.</p>',
    input: false,
  },
  Markdown: {
    value:
      "## Notes\n\nSome **bold** text, a [link](https://example.org) and `code`.\n\n- one\n- two\n\n<script>top.hacked = true</script>",
    input: false,
  },
  Chatbot: {
    value: [
      { role: "user", content: "Which cat is the fastest?" },
      { role: "assistant", content: "The **cheetah**: about 100 km/h, for some seconds." },
      { role: "assistant", content: "Looked it up", metadata: { title: "Used a tool" } },
    ],
    input: false,
  },
  MultimodalTextbox: {
    value: { text: "What is in this picture?", files: [refTo("savanna.svg")] },
    input: true,
    filled: { text: "Look:", files: [refTo("notes.txt")] },
  },
  Dialogue: {
    options: { speakers: ["Host", "Guest"] },
    value: [
      { speaker: "Host", text: "Hello, and welcome back." },
      { speaker: "Guest", text: "Thanks for having me." },
    ],
    input: true,
    filled: [{ speaker: "Host", text: "Good evening." }],
  },
};
