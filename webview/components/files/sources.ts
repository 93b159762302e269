import { isFileRef, type FileRef, type Value } from "../../../src/runtime/values/value.ts";

/**
 * The address from which an element can load a file: in the media folder, or the value itself if it is a data URL. Undefined
 * for a path in the workflow file: the engine copies such a file into the media folder at the first run.
 */
export function sourceOf(value: Value | undefined, urlOf: (file: FileRef) => string): string | undefined {
  if (isFileRef(value)) return urlOf(value);
  return typeof value === "string" && value.startsWith("data:") ? value : undefined;
}

/** The name of a file, whether it is a reference or a path. */
export function nameOf(value: Value | undefined): string {
  if (isFileRef(value)) return value.name;
  if (typeof value !== "string" || value.startsWith("data:")) return "";
  return value.split(/[\\/]/).at(-1) ?? "";
}

export const takesImages = (type: string): boolean => type.startsWith("image/");
export const takesAudio = (type: string): boolean => type.startsWith("audio/");
export const takesVideo = (type: string): boolean => type.startsWith("video/");
