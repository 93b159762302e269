import type { ComponentDescription } from "../../../runtime/components/description.ts";
import type { Json } from "../../../runtime/values/value.ts";
import { choicesOf, type Schema } from "./value-types.ts";

/** One entry of `components` in Gradio's configuration. */
export interface ComponentConfig {
  readonly id: number;
  readonly type: string;
  readonly props: Readonly<Record<string, Json>>;
  /** Whether it is no part of the API, though a call returns or takes it. */
  readonly skip_api: boolean;
  readonly component_class_id: string;
  readonly key: null;
  readonly api_info?: Schema;
  readonly api_info_as_input?: Schema;
  readonly api_info_as_output?: Schema;
  readonly example_inputs?: Json;
}

/** What names files of the workflow's folder, is made by classes of Python's, or is given by `props` itself. */
const leftOut = new Set([
  "value",
  "label",
  "choices",
  "visible",
  "avatarImages",
  "subtitles",
  "brush",
  "eraser",
  "waveformOptions",
]);

/** A component as Gradio's configuration has it. `value` is in Gradio's form. */
export function componentConfig(
  id: number,
  { component, options }: ComponentDescription,
  { label, value, type, example }: { label: string; value: Json; type: Schema; example: Json },
): ComponentConfig {
  const name = gradioName(component);
  const given = Object.entries(options).filter(([option]) => !leftOut.has(option));
  return {
    id,
    type: name,
    props: {
      ...(component === "TextArea" && { lines: 7 }),
      ...(component === "Slider" && { minimum: 0, maximum: 100 }),
      ...Object.fromEntries(given.map(([option, set]) => [snakeCase(option), set])),
      ...("choices" in options && { choices: choicesOf(options) }),
      // Older versions of Gradio know yes and no.
      visible: options["visible"] !== false && options["visible"] !== "hidden",
      label,
      name,
      ...(value !== null && { value }),
    },
    skip_api: false,
    component_class_id: name,
    key: null,
    api_info: type,
    api_info_as_input: type,
    api_info_as_output: type,
    example_inputs: example,
  };
}

/** A part of the page that has no value. */
export function layoutConfig(
  id: number,
  name: "row" | "column" | "button",
  props: Schema = {},
): ComponentConfig {
  return { id, type: name, props: { ...props, name }, skip_api: true, component_class_id: name, key: null };
}

/** Gradio's word for a component in its configuration; `Textbox` has three names. */
export function gradioName(component: ComponentDescription["component"]): string {
  return component === "TextArea" || component === "Text" ? "textbox" : component.toLowerCase();
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
