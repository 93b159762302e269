import { isFileRef, type Value } from "../../values/value.ts";
import type { Component, InputOptions } from "../component.ts";
import { exampleAudio, exampleFile, exampleImage, exampleModel, exampleVideo } from "../examples.ts";
import { fieldFiles, fileOf, filesIn, type FileShape } from "../file-positions.ts";
import { data, flag, inputOptions, length, listOf, number, oneOf, text } from "../option.ts";
import { anyOf, hasFields, isAFile, isListOf, isText } from "../value-checks.ts";
import { spec } from "../spec.ts";
import type {
  AnyFile,
  AudioFile,
  GalleryImage,
  GalleryVideo,
  ModelFile,
  SubtitledVideo,
  VideoFile,
} from "../values.ts";

/** Options of `gr.Gallery`. */
export interface GalleryOptions extends InputOptions {
  value?: readonly (GalleryImage | GalleryVideo)[] | null;
  format?: string;
  /** Such as "image", ".png". */
  fileTypes?: readonly string[];
  /** @default 2 */
  columns?: number;
  rows?: number;
  height?: number | string;
  allowPreview?: boolean;
  preview?: boolean;
  selectedIndex?: number;
  objectFit?: "contain" | "cover" | "fill" | "none" | "scale-down";
  fitColumns?: boolean;
  sources?: readonly ("upload" | "webcam" | "clipboard")[];
  buttons?: readonly ("share" | "download" | "download_all" | "fullscreen")[];
}

/** Options of `gr.Audio`. */
export interface AudioOptions extends InputOptions {
  /** Path of the audio file it starts with. @default none */
  value?: string | null;
  /** Where a person can take audio from. @default both */
  sources?: readonly ("upload" | "microphone")[];
  format?: "wav" | "mp3";
  autoplay?: boolean;
  editable?: boolean;
  loop?: boolean;
  waveformOptions?: Readonly<Record<string, string | number | boolean>>;
  buttons?: readonly ("download" | "share")[];
}

/** Options of `gr.Video`. */
export interface VideoOptions extends InputOptions {
  /** Path of the video it starts with. @default none */
  value?: string | null;
  format?: string;
  sources?: readonly ("upload" | "webcam")[];
  height?: number | string;
  width?: number | string;
  includeAudio?: boolean;
  autoplay?: boolean;
  loop?: boolean;
  /** Path of an `.srt` or `.vtt` file. */
  subtitles?: string;
  buttons?: readonly ("download" | "share")[];
}

/** Options of `gr.File`. */
export interface FileOptions<Count = "single" | "multiple" | "directory"> extends InputOptions {
  /** The path it starts with, or several of them. @default none */
  value?: string | readonly string[] | null;
  /** One file, several, or all files of a folder. @default "single" */
  fileCount?: Count;
  /** Such as "image", ".pdf". @default all */
  fileTypes?: readonly string[];
  height?: number | string;
  allowReordering?: boolean;
}

/** Options of `gr.Model3D`. */
export interface Model3DOptions extends InputOptions {
  /** Path of the model it starts with. @default none */
  value?: string | null;
  displayMode?: "solid" | "point_cloud" | "wireframe";
  /** Red, green, blue and opacity of the background, from 0 to 1. */
  clearColor?: readonly [number, number, number, number];
  /** Two angles in degrees, and the distance. */
  cameraPosition?: readonly [number | null, number | null, number | null];
  zoomSpeed?: number;
  panSpeed?: number;
  height?: number | string;
}

export interface MediaComponents {
  /**
   * Several images with captions; as `gr.Gallery<GalleryVideo>()` several videos. Value: the list of them, each the path and
   * the caption.
   */
  Gallery<T extends GalleryImage | GalleryVideo = GalleryImage>(options?: GalleryOptions): Component<T[]>;
  /** Sound. Value: the file's path. */
  Audio(options?: AudioOptions): Component<AudioFile>;
  /** A video. Value: the file's path; as `gr.Video<SubtitledVideo>()` with the path of its subtitles. */
  Video<T extends VideoFile | SubtitledVideo = VideoFile>(options?: VideoOptions): Component<T>;
  /** A file of any kind. Value: its path; with `fileCount: "multiple"` or `"directory"` the list of the paths. */
  File<const Count extends "single" | "multiple" | "directory" = "single">(
    options?: FileOptions<Count>,
  ): Component<Count extends "single" ? AnyFile : AnyFile[]>;
  /** A 3D model. Value: the file's path. */
  Model3D(options?: Model3DOptions): Component<ModelFile>;
}

const anyFile = fileOf("any");
const aFile = isAFile("a file");
const aVideo = isAFile("a video");
const oneFile = (options: FileOptions) => (options.fileCount ?? "single") === "single";
const galleryItem: FileShape = fieldFiles({ image: fileOf("image"), video: fileOf("video") });

export const mediaSpecs = {
  Gallery: spec<GalleryOptions>({
    name: "Gallery",
    about: "Several images or videos with captions.",
    options: {
      ...inputOptions,
      value: data("(GalleryImage | GalleryVideo)[]"),
      format: text,
      fileTypes: listOf(text),
      columns: number,
      rows: number,
      height: length,
      allowPreview: flag,
      preview: flag,
      selectedIndex: number,
      objectFit: oneOf("contain", "cover", "fill", "none", "scale-down"),
      fitColumns: flag,
      sources: listOf(oneOf("upload", "webcam", "clipboard")),
      buttons: listOf(oneOf("share", "download", "download_all", "fullscreen")),
    },
    value: {
      type: "GalleryImage[] | GalleryVideo[]",
      about: "list of `{ image, caption }`, or of `{ video, caption }`: a path, and text or null",
    },
    input: true,
    family: "image",
    card: { input: 160, output: 170, grows: true },
    files: () => filesIn(galleryItem),
    check: () =>
      isListOf(
        anyOf(
          hasFields({ image: isAFile("an image"), "caption?": isText }),
          hasFields({ video: aVideo, "caption?": isText }),
        ),
        "images",
      ),
    example: () => [{ image: exampleImage, caption: "An example" }],
    initial: () => null,
    upgrade: (value) => (Array.isArray(value) ? (value as Value[]).map(galleryItemOf) : value),
  }),
  Audio: spec<AudioOptions>({
    name: "Audio",
    about: "Sound.",
    options: {
      ...inputOptions,
      value: text,
      sources: listOf(oneOf("upload", "microphone")),
      format: oneOf("wav", "mp3"),
      autoplay: flag,
      editable: flag,
      loop: flag,
      waveformOptions: data("Record<string, string | number | boolean>"),
      buttons: listOf(oneOf("download", "share")),
    },
    value: { type: "AudioFile", about: "path of the audio file" },
    input: true,
    family: "audio",
    card: { input: 72, output: 56, grows: true },
    files: () => fileOf("audio"),
    check: () => isAFile("an audio file"),
    example: exampleAudio,
    initial: () => null,
  }),
  Video: spec<VideoOptions>({
    name: "Video",
    about: "A video.",
    options: {
      ...inputOptions,
      value: text,
      format: text,
      sources: listOf(oneOf("upload", "webcam")),
      height: length,
      width: length,
      includeAudio: flag,
      autoplay: flag,
      loop: flag,
      subtitles: text,
      buttons: listOf(oneOf("download", "share")),
    },
    value: {
      type: "VideoFile",
      about: "path of the video; `{ video, subtitles }` where a Space sends subtitles",
    },
    input: true,
    family: "video",
    card: { input: 170, output: 170, grows: true },
    files: () => ({
      kind: "oneOf",
      shapes: [fileOf("video"), fieldFiles({ video: fileOf("video"), subtitles: anyFile })],
    }),
    check: () => anyOf(aVideo, hasFields({ video: aVideo, "subtitles?": aFile })),
    example: () => exampleVideo,
    initial: () => null,
    upgrade: withoutEmptySubtitles,
  }),
  File: spec<FileOptions>({
    name: "File",
    about: "A file of any kind, or several.",
    options: {
      ...inputOptions,
      value: data("string | string[]"),
      fileCount: oneOf("single", "multiple", "directory"),
      fileTypes: listOf(text),
      height: length,
      allowReordering: flag,
    },
    value: {
      type: "AnyFile | AnyFile[]",
      about: 'path of the file; with `fileCount: "multiple"` or `"directory"` the list of paths',
    },
    input: true,
    family: "file",
    card: { input: 64, output: 52, grows: true },
    files: (options) => (oneFile(options) ? anyFile : filesIn(anyFile)),
    check: (options) => (oneFile(options) ? aFile : isListOf(aFile, "files")),
    example: (options) => (oneFile(options) ? exampleFile : [exampleFile]),
    initial: () => null,
  }),
  Model3D: spec<Model3DOptions>({
    name: "Model3D",
    about: "A 3D model.",
    options: {
      ...inputOptions,
      value: text,
      displayMode: oneOf("solid", "point_cloud", "wireframe"),
      clearColor: data("[number, number, number, number]"),
      cameraPosition: data("[number | null, number | null, number | null]"),
      zoomSpeed: number,
      panSpeed: number,
      height: length,
    },
    value: { type: "ModelFile", about: "path of the model (`.glb`, `.gltf`, `.obj`, `.stl` …)" },
    input: true,
    family: "file",
    card: { input: 200, output: 200, grows: true },
    files: () => fileOf("model"),
    check: () => isAFile("a 3D model"),
    example: () => exampleModel,
    initial: () => null,
  }),
};

/** A bare file, or a file and its caption, as a gallery's item. */
function galleryItemOf(item: Value): Value {
  const [file, caption] = Array.isArray(item) ? (item as Value[]) : [item, null];
  if (typeof file !== "string" && !isFileRef(file)) return item;
  const video = isFileRef(file) ? file.mime.startsWith("video/") : /\.(mp4|webm|mov|mkv|ogv)$/i.test(file);
  return { [video ? "video" : "image"]: file, caption: caption ?? null };
}

/** Gradio 5 and older send every video as an object. */
function withoutEmptySubtitles(value: Value): Value {
  if (typeof value !== "object" || value === null || Array.isArray(value) || isFileRef(value)) return value;
  const { video, subtitles } = value as Readonly<Record<string, Value>>;
  return video !== undefined && (subtitles ?? null) === null ? video : value;
}
