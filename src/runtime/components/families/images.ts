import { isFileRef, type Value } from "../../values/value.ts";
import type { CommonOptions, Component, InputOptions } from "../component.ts";
import { exampleImage } from "../examples.ts";
import { fieldFiles, fileOf, filesIn } from "../file-positions.ts";
import {
  commonOptions,
  data,
  flag,
  inputOptions,
  length,
  listOf,
  mapOf,
  number,
  oneOf,
  text,
} from "../option.ts";
import { hasFields, isAFile, isListOf, isText } from "../value-checks.ts";
import { spec } from "../spec.ts";
import type { AnnotatedImageValue, ImageEditorValue, ImageFile, ImageSliderValue } from "../values.ts";

type ImageSource = "upload" | "webcam" | "clipboard";

/** Options of `gr.Image`. */
export interface ImageOptions extends InputOptions {
  /** Path of the image it starts with. @default none */
  value?: string | null;
  /** What Gradio saves images as. @default "webp" */
  format?: string;
  /** Pixels, or CSS. */
  height?: number | string;
  /** Pixels, or CSS. */
  width?: number | string;
  /** @default "RGB" */
  imageMode?: string;
  /** Where a person can take an image from. @default all */
  sources?: readonly ImageSource[];
  placeholder?: string;
  /** For screen readers. */
  altText?: string;
  buttons?: readonly ("download" | "share" | "fullscreen")[];
}

/** Options of `gr.ImageEditor`. */
export interface ImageEditorOptions extends InputOptions {
  /** A drawing, or the path of an image to draw on. */
  value?: ImageEditorValue | string | null;
  format?: string;
  height?: number | string;
  width?: number | string;
  imageMode?: string;
  sources?: readonly ImageSource[];
  placeholder?: string;
  transforms?: readonly ("crop" | "resize")[];
  /** False leaves the eraser out. */
  eraser?: false | { defaultSize?: number | "auto" };
  /** False leaves the brush out. */
  brush?:
    | false
    | {
        defaultSize?: number | "auto";
        colors?: readonly string[];
        defaultColor?: string;
        colorMode?: "fixed" | "defaults";
      };
  /** Whether there can be several layers. @default true */
  layers?: boolean;
  /** Width and height in pixels. @default [800, 800] */
  canvasSize?: readonly [width: number, height: number];
  fixedCanvas?: boolean;
  buttons?: readonly ("download" | "share" | "fullscreen")[];
}

/** Options of `gr.ImageSlider`. */
export interface ImageSliderOptions extends InputOptions {
  value?: ImageSliderValue | null;
  format?: string;
  height?: number | string;
  width?: number | string;
  imageMode?: string;
  /** Percent from the left. @default 50 */
  sliderPosition?: number;
  /** Pixels. @default 500 */
  maxHeight?: number;
  buttons?: readonly ("download" | "fullscreen")[];
}

/** Options of `gr.AnnotatedImage`. */
export interface AnnotatedImageOptions extends CommonOptions {
  value?: AnnotatedImageValue | null;
  format?: string;
  /** @default true */
  showLegend?: boolean;
  height?: number | string;
  width?: number | string;
  /** Label → colour. */
  colorMap?: Readonly<Record<string, string>>;
  buttons?: readonly "fullscreen"[];
}

export interface ImageComponents {
  /** An image. Value: its path. */
  Image(options?: ImageOptions): Component<ImageFile>;
  /** An image to draw on. Value: background, layers and the composite of them, each a path. */
  ImageEditor(options?: ImageEditorOptions): Component<ImageEditorValue>;
  /** Two images with a slider between them. Value: the paths of both. */
  ImageSlider(options?: ImageSliderOptions): Component<ImageSliderValue>;
  /** An image with marked regions. Value: the image's path, and mask and label of each region. */
  AnnotatedImage(options?: AnnotatedImageOptions): Component<AnnotatedImageValue>;
}

const image = fileOf("image");
const anImage = isAFile("an image");
const sources = listOf(oneOf("upload", "webcam", "clipboard"));
const buttons = listOf(oneOf("download", "share", "fullscreen"));
const pictureOptions = { format: text, height: length, width: length, imageMode: text };

export const imageSpecs = {
  Image: spec<ImageOptions>({
    name: "Image",
    about: "An image.",
    options: {
      ...inputOptions,
      ...pictureOptions,
      value: text,
      sources,
      placeholder: text,
      altText: text,
      buttons,
    },
    value: { type: "ImageFile", about: "path of the image" },
    input: true,
    family: "image",
    card: { input: 150, output: 150, grows: true },
    files: () => image,
    check: () => anImage,
    example: () => exampleImage,
    initial: () => null,
  }),
  ImageEditor: spec<ImageEditorOptions>({
    name: "ImageEditor",
    about: "An image to draw on.",
    options: {
      ...inputOptions,
      ...pictureOptions,
      value: data("ImageEditorValue | string"),
      sources,
      placeholder: text,
      transforms: listOf(oneOf("crop", "resize")),
      eraser: data("false | { defaultSize }"),
      brush: data("false | { defaultSize, colors, defaultColor, colorMode }"),
      layers: flag,
      canvasSize: data("[width: number, height: number]"),
      fixedCanvas: flag,
      buttons,
    },
    value: { type: "ImageEditorValue", about: "`{ background, layers, composite }`, paths of images" },
    input: true,
    family: "image",
    card: { input: 230, output: 160, grows: true, wide: true },
    files: () => fieldFiles({ background: image, layers: filesIn(image), composite: image }),
    check: () =>
      hasFields({ "background?": anImage, "layers?": isListOf(anImage, "images"), "composite?": anImage }),
    example: () => ({ background: exampleImage, layers: [], composite: exampleImage }),
    initial: () => null,
    upgrade: (value) =>
      typeof value === "string" || isFileRef(value)
        ? { background: value, layers: [], composite: value }
        : value,
  }),
  ImageSlider: spec<ImageSliderOptions>({
    name: "ImageSlider",
    about: "Two images with a slider between them.",
    options: {
      ...inputOptions,
      ...pictureOptions,
      value: data("ImageSliderValue"),
      sliderPosition: number,
      maxHeight: number,
      buttons: listOf(oneOf("download", "fullscreen")),
    },
    value: { type: "ImageSliderValue", about: "`[before, after]`, paths of images" },
    input: true,
    family: "image",
    card: { input: 170, output: 170, grows: true, wide: true },
    files: () => filesIn(image),
    check: () => isListOf((part) => (part === null ? undefined : anImage(part)), "two images"),
    example: () => [exampleImage, exampleImage],
    initial: () => null,
  }),
  AnnotatedImage: spec<AnnotatedImageOptions>({
    name: "AnnotatedImage",
    about: "An image with marked regions.",
    options: {
      ...commonOptions,
      value: data("AnnotatedImageValue"),
      format: text,
      showLegend: flag,
      height: length,
      width: length,
      colorMap: mapOf(text),
      buttons: listOf(oneOf("fullscreen")),
    },
    value: {
      type: "AnnotatedImageValue",
      about: "`{ image, annotations }`; each annotation has a mask `image` and a `label`",
    },
    input: false,
    family: "image",
    card: { input: 190, output: 190, grows: true },
    files: () => fieldFiles({ image, annotations: filesIn(fieldFiles({ image })) }),
    check: () =>
      hasFields({
        image: anImage,
        "annotations?": isListOf(hasFields({ image: anImage, label: isText }), "annotations"),
      }),
    example: (): Value => ({ image: exampleImage, annotations: [{ image: exampleImage, label: "square" }] }),
    initial: () => null,
  }),
};
