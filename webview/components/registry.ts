import type { Component } from "svelte";
import type { ComponentName } from "../../src/runtime/components/description.ts";
import Checkbox from "./choices/Checkbox.svelte";
import CheckboxGroup from "./choices/CheckboxGroup.svelte";
import ColorPicker from "./choices/ColorPicker.svelte";
import Dropdown from "./choices/Dropdown.svelte";
import FileView from "./files/FileView.svelte";
import Gallery from "./media/Gallery.svelte";
import ImageView from "./media/ImageView.svelte";
import Json from "./data/Json.svelte";
import Label from "./data/Label.svelte";
import NumberField from "./choices/NumberField.svelte";
import RadioView from "./choices/RadioView.svelte";
import Slider from "./choices/Slider.svelte";
import Text from "./text/Text.svelte";
import type { ComponentProps } from "./types.ts";
import Video from "./media/Video.svelte";

export type View = Component<ComponentProps>;

/** Small views are part of the page. The others are loaded, with their libraries, when the first of them is shown. */
type Entry =
  | { readonly kind: "here"; readonly view: View }
  | { readonly kind: "later"; load(): Promise<{ default: View }> };

const here = (view: View): Entry => ({ kind: "here", view });
const later = (load: () => Promise<{ default: View }>): Entry => ({ kind: "later", load });

/** The view of each component. */
export const registry: Readonly<Record<ComponentName, Entry>> = {
  Textbox: here(Text),
  TextArea: here(Text),
  Text: here(Text),
  Number: here(NumberField),
  Slider: here(Slider),
  Checkbox: here(Checkbox),
  CheckboxGroup: here(CheckboxGroup),
  Radio: here(RadioView),
  Dropdown: here(Dropdown),
  ColorPicker: here(ColorPicker),
  Image: here(ImageView),
  ImageEditor: later(() => import("./media/ImageEditor.svelte")),
  ImageSlider: later(() => import("./media/ImageSlider.svelte")),
  AnnotatedImage: later(() => import("./media/AnnotatedImage.svelte")),
  Gallery: here(Gallery),
  Audio: later(() => import("./media/Audio.svelte")),
  Video: here(Video),
  File: here(FileView),
  Model3D: later(() => import("./media/Model3D.svelte")),
  JSON: here(Json),
  Code: later(() => import("./text/Code.svelte")),
  Dataframe: later(() => import("./data/Dataframe.svelte")),
  Plot: later(() => import("./data/Plot.svelte")),
  Label: here(Label),
  HighlightedText: later(() => import("./text/HighlightedText.svelte")),
  HTML: later(() => import("./text/Html.svelte")),
  Markdown: later(() => import("./text/Markdown.svelte")),
  Chatbot: later(() => import("./text/Chatbot.svelte")),
  MultimodalTextbox: later(() => import("./text/MultimodalTextbox.svelte")),
  Dialogue: later(() => import("./text/Dialogue.svelte")),
};
