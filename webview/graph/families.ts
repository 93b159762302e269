import type { ComponentName } from "../../src/runtime/components/description.ts";
import type {
  GraphDescription,
  InputDescription,
  OutputDescription,
} from "../../src/runtime/graph/description.ts";

/** Kinds of values that a line or a port can carry, each with its colour, its shape and its word. */
export type Family = "text" | "number" | "flag" | "image" | "audio" | "video" | "file" | "data" | "any";

const families: Readonly<Record<ComponentName, Family>> = {
  Textbox: "text",
  TextArea: "text",
  Text: "text",
  Number: "number",
  Slider: "number",
  Checkbox: "flag",
  CheckboxGroup: "data",
  Radio: "text",
  Dropdown: "text",
  ColorPicker: "text",
  Image: "image",
  ImageEditor: "image",
  ImageSlider: "image",
  AnnotatedImage: "image",
  Gallery: "image",
  Audio: "audio",
  Video: "video",
  File: "file",
  Model3D: "file",
  JSON: "data",
  Code: "text",
  Dataframe: "data",
  Plot: "data",
  Label: "data",
  HighlightedText: "text",
  HTML: "text",
  Markdown: "text",
  Chatbot: "data",
  MultimodalTextbox: "data",
  Dialogue: "data",
};

const colours: Readonly<Record<Family, string>> = {
  text: "var(--blue)",
  number: "var(--yellow)",
  flag: "var(--yellow)",
  image: "var(--purple)",
  audio: "var(--green)",
  video: "var(--purple)",
  file: "var(--orange)",
  data: "var(--grey)",
  any: "var(--grey)",
};

export function familyOfComponent(component: ComponentName): Family {
  return families[component];
}

export function colourOf(family: Family): string {
  return colours[family];
}

export function familyOfOutput({ view }: OutputDescription): Family {
  return view.kind === "component"
    ? families[view.component.component]
    : view.kind === "items"
      ? "data"
      : "any";
}

/** What comes in at an input: the kind of the port or component it is joined to. */
export function familyOfInput(input: InputDescription, graph: GraphDescription | undefined): Family {
  if (input.kind === "component") return families[input.component.component];
  if (input.kind !== "port") return "any";
  const { node, port, each, field } = input.from;
  const source = graph?.nodes.find(({ name }) => name === node);
  const output = source?.outputs.find(({ name }) => name === port);
  if (!output) return "any";
  if (output.view.kind === "items" && field !== undefined) {
    const component = output.view.fields[field];
    return component ? families[component.component] : "any";
  }
  return each ? "any" : familyOfOutput(output);
}
