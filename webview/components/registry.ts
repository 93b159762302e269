import type { Component } from "svelte";
import type { ComponentName } from "../../src/runtime/components/description.ts";
import Checkbox from "./Checkbox.svelte";
import CheckboxGroup from "./CheckboxGroup.svelte";
import ColorPicker from "./ColorPicker.svelte";
import Dropdown from "./Dropdown.svelte";
import FileView from "./FileView.svelte";
import Gallery from "./Gallery.svelte";
import ImageView from "./ImageView.svelte";
import Json from "./Json.svelte";
import Label from "./Label.svelte";
import NumberField from "./NumberField.svelte";
import RadioView from "./RadioView.svelte";
import Slider from "./Slider.svelte";
import Text from "./Text.svelte";
import type { ComponentProps } from "./types.ts";
import Video from "./Video.svelte";

export type View = Component<ComponentProps>;

/** Small ones are part of the page; the others come with their libraries when the first of them is shown. */
type Entry =
  | { readonly kind: "here"; readonly view: View }
  | { readonly kind: "later"; load(): Promise<{ default: View }> };

const here = (view: View): Entry => ({ kind: "here", view });
const later = (load: () => Promise<{ default: View }>): Entry => ({ kind: "later", load });

/** The one place that knows how each component is drawn. */
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
  ImageEditor: later(() => import("./ImageEditor.svelte")),
  ImageSlider: later(() => import("./ImageSlider.svelte")),
  AnnotatedImage: later(() => import("./AnnotatedImage.svelte")),
  Gallery: here(Gallery),
  Audio: later(() => import("./Audio.svelte")),
  Video: here(Video),
  File: here(FileView),
  Model3D: later(() => import("./Model3D.svelte")),
  JSON: here(Json),
  Code: later(() => import("./Code.svelte")),
  Dataframe: later(() => import("./Dataframe.svelte")),
  Plot: later(() => import("./Plot.svelte")),
  Label: here(Label),
  HighlightedText: later(() => import("./HighlightedText.svelte")),
  HTML: later(() => import("./Html.svelte")),
  Markdown: later(() => import("./Markdown.svelte")),
  Chatbot: later(() => import("./Chatbot.svelte")),
  MultimodalTextbox: later(() => import("./MultimodalTextbox.svelte")),
  Dialogue: later(() => import("./Dialogue.svelte")),
};
