// What ports carry, as workflow code sees it: the public value types of components.

/**
 * A path of a file. Any string goes in, and a path goes anywhere a string goes, but an image's path does not go where an
 * audio's is wanted.
 */
export type FileOf<Kind extends string> = string & { readonly __file?: Kind };
/** Path of an image. */
export type ImageFile = FileOf<"image">;
/** Path of an audio file. */
export type AudioFile = FileOf<"audio">;
/** Path of a video. */
export type VideoFile = FileOf<"video">;
/** Path of a 3D model (`.glb`, `.gltf`, `.obj`, `.stl` …). */
export type ModelFile = FileOf<"model">;
/** Path of a file of any kind. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- fits, and is fitted by, every kind of file
export type AnyFile = FileOf<any>;

/** Any JSON, unchecked: what `gr.JSON()` carries unless its type is given, as in `gr.JSON<Line[]>()`. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the one value type that is open on purpose
export type Json = any;

/** One picture of a `gr.Gallery`. */
export interface GalleryImage {
  image: ImageFile;
  caption: string | null;
}

/** One video of a `gr.Gallery`. */
export interface GalleryVideo {
  video: VideoFile;
  caption: string | null;
}

/** A video with subtitles, as some Spaces return one. */
export interface SubtitledVideo {
  video: VideoFile;
  /** An `.srt` or `.vtt` file. */
  subtitles: AnyFile | null;
}

/** A drawing in `gr.ImageEditor`. */
export interface ImageEditorValue {
  /** The picture that was drawn on. */
  background: ImageFile | null;
  /** What was drawn, each layer transparent and of the background's size. */
  layers: ImageFile[];
  /** Background and layers in one picture. */
  composite: ImageFile | null;
}

/** Before and after, in `gr.ImageSlider`. */
export type ImageSliderValue = [before: ImageFile | null, after: ImageFile | null];

/** A picture with marked regions. */
export interface AnnotatedImageValue {
  image: ImageFile;
  /** Each region is a mask: an image that is opaque where the region is. */
  annotations: { image: ImageFile; label: string }[];
}

/** One cell of a table. */
export type Cell = string | number | boolean | null;

/** A table. */
export interface DataframeValue {
  headers: string[];
  /** Rows of cells. */
  data: Cell[][];
  /** Styles of cells, where a Space gives them. */
  metadata?: Record<string, unknown> | null;
}

/** A chart. */
export interface PlotValue {
  type: "matplotlib" | "plotly" | "altair" | "bokeh";
  /** For matplotlib an image, for the others the chart's description as JSON text. */
  plot: string;
}

/** A classification. */
export interface LabelValue {
  /** The winner. */
  label: string | number | null;
  /** All classes, the most likely first; confidences from 0 to 1. */
  confidences?: { label: string | number | null; confidence: number | null }[] | null;
}

/** A piece of text with its class, or its confidence from -1 to 1; `null` is plain text. */
export interface HighlightedToken {
  token: string;
  class_or_confidence: string | number | null;
}

/** One message of a chat. */
export interface ChatMessage {
  role: "user" | "assistant" | "system";
  content: string | ChatPart | ChatPart[];
  /** A title makes the message a collapsible thought. */
  metadata?: { title?: string | null; [other: string]: unknown } | null;
  options?: { value: string; label?: string | null }[] | null;
}

/** A part of a message: text, a file, or a component of the Space. */
export type ChatPart =
  | { type: "text"; text: string }
  | { type?: "file"; file: AnyFile; alt_text?: string | null }
  | { type?: "component"; component: string; value: unknown; [other: string]: unknown };

/** Text with files, from `gr.MultimodalTextbox`. */
export interface MultimodalValue {
  text: string;
  files: AnyFile[];
}

/** One line of a `gr.Dialogue`. */
export interface DialogueLine {
  speaker: string;
  text: string;
}
