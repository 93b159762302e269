import { isFileRef, type FileRef, type Value } from "../values/value.ts";
import { fits } from "./component-queries.ts";
import type { ComponentName } from "./description.ts";

/** Objects are known by a field that each of them has; their other fields may be missing in others' values. */
const byField: Readonly<Record<string, ComponentName>> = {
  headers: "Dataframe",
  confidences: "Label",
  plot: "Plot",
  layers: "ImageEditor",
  annotations: "AnnotatedImage",
  files: "MultimodalTextbox",
};
const byFieldOfItems: Readonly<Record<string, ComponentName>> = {
  image: "Gallery",
  video: "Gallery",
  role: "Chatbot",
  token: "HighlightedText",
  speaker: "Dialogue",
};

/** The component that shows a value without more being known of it. */
export function componentForValue(value: Value): ComponentName {
  if (isFileRef(value)) return mediaOf(value);
  if (typeof value === "string") return "Textbox";
  if (typeof value === "number") return "Number";
  if (typeof value === "boolean") return "Checkbox";
  const isList = Array.isArray(value);
  const items = isList ? (value as readonly Value[]) : [value];
  if (isList && items.length > 0 && items.every(isFileRef))
    return items.every((file) => mediaOf(file) === "Image") ? "Gallery" : "File";
  const [first] = items;
  if (typeof first !== "object" || first === null || isFileRef(first)) return "JSON";
  const table = isList ? byFieldOfItems : byField;
  const field = Object.keys(table).find((name) => Object.hasOwn(first, name));
  const component = field === undefined ? undefined : table[field];
  return component && fits({ component, options: {} }, value) === undefined ? component : "JSON";
}

function mediaOf({ mime }: FileRef): ComponentName {
  const [kind] = mime.split("/");
  if (kind === "image") return "Image";
  if (kind === "audio") return "Audio";
  if (kind === "video") return "Video";
  return kind === "model" ? "Model3D" : "File";
}
