import type { ComponentName } from "../components/description.ts";
import type { ComponentDescription } from "../components/description.ts";

/** Where a component stands: as something to edit, or showing a result. */
export type ComponentRole = "input" | "output";

interface Height {
  /** Pixels. */
  readonly input: number;
  readonly output: number;
  /** Takes a share of the room when a person makes its card taller. */
  readonly grows: boolean;
}

const line = 18;
const frame = 10;
const field = { input: 28, output: 28, grows: false };

/** What each component needs in a card, in pixels, before its options are looked at. */
const heights: Readonly<Record<ComponentName, Height>> = {
  Textbox: { input: 28, output: 64, grows: true },
  TextArea: { input: 64, output: 64, grows: true },
  Text: { input: 28, output: 64, grows: true },
  Number: field,
  Slider: field,
  Checkbox: field,
  CheckboxGroup: field,
  Radio: field,
  Dropdown: field,
  ColorPicker: field,
  Image: { input: 150, output: 150, grows: true },
  ImageEditor: { input: 230, output: 160, grows: true },
  ImageSlider: { input: 170, output: 170, grows: true },
  AnnotatedImage: { input: 190, output: 190, grows: true },
  Gallery: { input: 160, output: 170, grows: true },
  Audio: { input: 72, output: 56, grows: true },
  Video: { input: 170, output: 170, grows: true },
  File: { input: 64, output: 52, grows: true },
  Model3D: { input: 200, output: 200, grows: true },
  JSON: { input: 120, output: 120, grows: true },
  Code: { input: 130, output: 130, grows: true },
  Dataframe: { input: 180, output: 180, grows: true },
  Plot: { input: 210, output: 210, grows: true },
  Label: { input: 112, output: 112, grows: true },
  HighlightedText: { input: 84, output: 84, grows: true },
  HTML: { input: 110, output: 110, grows: true },
  Markdown: { input: 110, output: 110, grows: true },
  Chatbot: { input: 220, output: 220, grows: true },
  MultimodalTextbox: { input: 84, output: 84, grows: true },
  Dialogue: { input: 150, output: 130, grows: true },
};

const wide: ReadonlySet<ComponentName> = new Set([
  "Dataframe",
  "Chatbot",
  "Code",
  "Plot",
  "ImageEditor",
  "ImageSlider",
  "Dialogue",
]);

/** Components that are easier to use in a wider card. */
export function isWide(component: ComponentDescription): boolean {
  return wide.has(component.component);
}

/** Whether it is shown at all; its port can be connected either way. */
export function isVisible({ options }: ComponentDescription): boolean {
  return options["visible"] !== false && options["visible"] !== "hidden";
}

export function grows(component: ComponentDescription): boolean {
  if (isText(component)) return linesOf(component) > 1;
  return heights[component.component].grows;
}

/** The component's height in a card, without its label, in pixels. Gradio's own `height` and `lines` are respected. */
export function componentHeight(component: ComponentDescription, role: ComponentRole): number {
  const { height } = component.options;
  const base = heights[component.component][role];
  if (typeof height === "number" && heights[component.component].grows) return clamp(height, base / 2, 640);
  if (isText(component)) {
    const lines = role === "output" ? Math.max(3, linesOf(component)) : linesOf(component);
    return clamp(lines, 1, 12) * line + frame;
  }
  if (component.component === "Code" && typeof component.options["lines"] === "number") {
    return Math.max(base, clamp(component.options["lines"], 1, 24) * line + frame);
  }
  if (component.component === "Radio" || component.component === "CheckboxGroup") {
    return choiceRows(component, role) * 24 + 4;
  }
  return base;
}

function isText({ component }: ComponentDescription): boolean {
  return component === "Textbox" || component === "Text" || component === "TextArea";
}

function linesOf({ component, options }: ComponentDescription): number {
  const { lines } = options;
  return typeof lines === "number" ? lines : component === "TextArea" ? 3 : 1;
}

/** Short choices stand several to a row, of which an input card has the narrower one. Widths are pixels. */
function choiceRows({ options }: ComponentDescription, role: ComponentRole): number {
  const choices = Array.isArray(options["choices"]) ? options["choices"] : [];
  const room = role === "input" ? 208 : 270;
  let rows = 1;
  let used = 0;
  for (const choice of choices) {
    const label = String(Array.isArray(choice) ? choice[0] : choice);
    const need = 40 + label.length * 7.5;
    if (used > 0 && used + need > room) {
      rows += 1;
      used = 0;
    }
    used += need;
  }
  return Math.min(rows, 6);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
