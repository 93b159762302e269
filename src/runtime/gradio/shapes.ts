import { isFileRef } from "../graph/value.ts";
import type { Value } from "../graph/value.ts";
import type { ParameterInfo, ReturnInfo } from "./api.ts";
import { alternatives } from "./json-type.ts";
import type { JsonType } from "./json-type.ts";

type Fields = Readonly<Record<string, Value>>;

/** How a component's value differs between Gradio's wire and a workflow. Files are references on both sides. */
interface Shape {
  readonly fromGradio?: (value: Value) => Value;
  readonly toGradio?: (value: Value, type: JsonType) => Value;
}

/** A video, alone or (up to Gradio 5) with its subtitles. */
const video: Shape = {
  fromGradio: (value) =>
    hasFields(value, "video") && !value["subtitles"] ? (value["video"] ?? null) : value,
  toGradio: (value, type) => {
    const pair = hasFields(value, "video") ? value : { video: value, subtitles: null };
    return takes(type, "video") ? pair : (pair["video"] ?? null);
  },
};

/** Pictures with captions; as a courtesy also bare pictures and `[picture, caption]` pairs. */
const gallery: Shape = {
  fromGradio: (value) => list(value).map((item) => galleryItem(item)),
  toGradio: (value) => (value === null ? null : list(value).map((item) => galleryItem(item))),
};

function galleryItem(item: Value): Value {
  if (hasFields(item, "image") || hasFields(item, "video")) return item;
  const [file, caption] = Array.isArray(item) ? (item as readonly Value[]) : [item];
  const isVideo = isFileRef(file) && file.mime.startsWith("video/");
  return { [isVideo ? "video" : "image"]: file ?? null, caption: caption ?? null };
}

const file: Shape = {
  toGradio: (value, type) => {
    const many = alternatives(type, type).some((at) => at.type === "array");
    const one = alternatives(type, type).some((at) => at.type !== "array" && at.type !== "null");
    if (many && !one && !Array.isArray(value)) return value === null ? null : [value];
    return value;
  },
};

/** A table as Gradio sends it, or plain rows. */
const dataframe: Shape = {
  toGradio: (value) => (Array.isArray(value) ? tableOf(value as readonly Value[]) : value),
};

function tableOf(rows: readonly Value[]): Value {
  const records = rows.every((row) => isFields(row) && !isFileRef(row));
  if (records && rows.length > 0) {
    const headers = [...new Set(rows.flatMap((row) => Object.keys(row as Fields)))];
    return {
      headers,
      data: rows.map((row) => headers.map((name) => (row as Fields)[name] ?? null)),
      metadata: null,
    };
  }
  const width = Math.max(0, ...rows.map((row) => list(row).length));
  return { headers: Array.from({ length: width }, (_, at) => String(at + 1)), data: rows, metadata: null };
}

/** Text alone is a message without files. */
const multimodal: Shape = {
  toGradio: (value) => (typeof value === "string" ? { text: value, files: [] } : value),
};

/** Only an image without layers was drawn. */
const imageEditor: Shape = {
  toGradio: (value) =>
    isFileRef(value) || typeof value === "string"
      ? { background: value, layers: [], composite: value }
      : value,
};

const shapes: Readonly<Record<string, Shape>> = {
  Video: video,
  Gallery: gallery,
  File: file,
  Dataframe: dataframe,
  MultimodalTextbox: multimodal,
  ImageEditor: imageEditor,
};

/** A returned value in the form that workflows know, files being references. */
export function fromGradio(info: ReturnInfo | undefined, value: Value): Value {
  const shape = info && shapes[info.component]?.fromGradio;
  return shape && value !== null ? shape(value) : value;
}

/** An input's value in the form that the app wants, files still being references. */
export function toGradio(info: ParameterInfo, value: Value): Value {
  const shape = shapes[info.component]?.toGradio;
  return shape && value !== null ? shape(value, info.jsonType) : value;
}

function takes(type: JsonType, field: string): boolean {
  return alternatives(type, type).some((at) => at.properties && field in at.properties);
}

function isFields(value: Value): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function hasFields(value: Value, field: string): value is Fields {
  return isFields(value) && !isFileRef(value) && field in value;
}

function list(value: Value): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : [];
}
