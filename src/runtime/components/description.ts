import type { Json } from "../values/value.ts";

/** The components a workflow can name, spelt as in Gradio. */
export const componentNames = [
  "Textbox",
  "TextArea",
  "Text",
  "Number",
  "Slider",
  "Checkbox",
  "CheckboxGroup",
  "Radio",
  "Dropdown",
  "ColorPicker",
  "Image",
  "ImageEditor",
  "ImageSlider",
  "AnnotatedImage",
  "Gallery",
  "Audio",
  "Video",
  "File",
  "Model3D",
  "JSON",
  "Code",
  "Dataframe",
  "Plot",
  "Label",
  "HighlightedText",
  "HTML",
  "Markdown",
  "Chatbot",
  "MultimodalTextbox",
  "Dialogue",
] as const;

export type ComponentName = (typeof componentNames)[number];

/** One Gradio-style component with the options it was made with (camelCase, JSON only). */
export interface ComponentDescription {
  readonly component: ComponentName;
  readonly options: Readonly<Record<string, Json>>;
}
