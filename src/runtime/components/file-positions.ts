import { StepError } from "../failures/failure.ts";
import { isFileRef, type FileRef, type Value } from "../values/value.ts";

/** What a file is expected to hold. */
export type Media = "image" | "audio" | "video" | "model" | "any";

/**
 * Where the files are in a value. A string is a file only where the shape says so; parts that do not have the form a shape
 * describes are left alone, so a shape may be looser than the value's type.
 */
export type FileShape =
  | { readonly kind: "none" }
  /** The value itself: a path, a URL or a data URL in workflow code, a `FileRef` in the engine. */
  | { readonly kind: "file"; readonly media: Media }
  | { readonly kind: "list"; readonly of: FileShape }
  /** Fields of an object, where `only` holds if it is given. */
  | {
      readonly kind: "fields";
      readonly fields: Readonly<Record<string, FileShape>>;
      readonly only?: { readonly field: string; readonly is: string };
    }
  /** The first one that has the value's form: text, list or object. */
  | { readonly kind: "oneOf"; readonly shapes: readonly FileShape[] };

export const noFiles: FileShape = { kind: "none" };
export const fileOf = (media: Media): FileShape => ({ kind: "file", media });
export const filesIn = (of: FileShape): FileShape => ({ kind: "list", of });
export const fieldFiles = (fields: Readonly<Record<string, FileShape>>): FileShape => ({
  kind: "fields",
  fields,
});

/** A file of a value, and what it is expected to hold. */
export interface FilePlace {
  readonly file: string | FileRef;
  readonly media: Media;
}

/** The files of a value, in order. */
export function filePlaces(shape: FileShape, value: Value): FilePlace[] {
  const places: FilePlace[] = [];
  walk(shape, value, isFile, (file, media) => {
    places.push({ file, media });
    return file;
  });
  return places;
}

/** The value with each of its files replaced, all at the same time. Parts without files are kept as they are. */
export async function replaceFiles(
  shape: FileShape,
  value: Value,
  replace: (file: string | FileRef, media: Media) => Value | Promise<Value>,
): Promise<Value> {
  const places = filePlaces(shape, value);
  const replaced = await Promise.all(places.map(async ({ file, media }) => replace(file, media)));
  let next = 0;
  return walk(shape, value, isFile, () => replaced[next++]!);
}

/** A file as Python's client describes one: `{ path, orig_name, meta … }`. */
export type FileData = Readonly<Record<string, Value>>;

const fileDataFields = ["meta", "orig_name", "mime_type", "is_stream", "url"];

/** Whether a value that stands where a file is wanted describes one. */
export function isFileData(value: Value): value is FileData {
  return isObject(value) && "path" in value && fileDataFields.some((name) => name in value);
}

/**
 * The path or address in a description of a file.
 * @throws {StepError} where it has none
 */
export function fileOfData({ path, url }: FileData): string | FileRef {
  for (const file of [path, url]) if (file !== undefined && isFile(file)) return file;
  throw new StepError({
    message: "A description of a file ({ path, orig_name … }) names no file: its path and its url are empty.",
    help: "Write the file's path as a string instead of the description.",
  });
}

/** The value with plain paths and references in place of descriptions, where the shape has a file. */
export function withPlainFiles(shape: FileShape, value: Value): Value {
  const isEither = (one: Value): one is string | FileRef | FileData => isFile(one) || isFileData(one);
  return walk(shape, value, isEither, (file) => (isFile(file) ? file : fileOfData(file)));
}

type IsFile<File extends Value> = (value: Value) => value is File;

function walk<File extends Value>(
  shape: FileShape,
  value: Value,
  isOne: IsFile<File>,
  visit: (file: File, media: Media) => Value,
): Value {
  switch (shape.kind) {
    case "none":
      return value;
    case "file":
      return isOne(value) ? visit(value, shape.media) : value;
    case "list":
      return Array.isArray(value)
        ? (value as readonly Value[]).map((item) => walk(shape.of, item, isOne, visit))
        : value;
    case "fields":
      return isObject(value) && hasTag(shape, value) ? walkFields(shape.fields, value, isOne, visit) : value;
    case "oneOf": {
      const fitting = shape.shapes.find((one) => hasForm(one, value, isOne));
      return fitting ? walk(fitting, value, isOne, visit) : value;
    }
  }
}

function walkFields<File extends Value>(
  fields: Readonly<Record<string, FileShape>>,
  value: Readonly<Record<string, Value>>,
  isOne: IsFile<File>,
  visit: (file: File, media: Media) => Value,
): Value {
  const changed: Record<string, Value> = { ...value };
  for (const [name, shape] of Object.entries(fields)) {
    if (Object.hasOwn(value, name)) changed[name] = walk(shape, value[name]!, isOne, visit);
  }
  return changed;
}

function hasForm<File extends Value>(shape: FileShape, value: Value, isOne: IsFile<File>): boolean {
  switch (shape.kind) {
    case "none":
      return false;
    case "file":
      return isOne(value);
    case "list":
      return Array.isArray(value);
    case "fields":
      return isObject(value) && hasTag(shape, value);
    case "oneOf":
      return shape.shapes.some((one) => hasForm(one, value, isOne));
  }
}

function isFile(value: Value): value is string | FileRef {
  return (typeof value === "string" && value !== "") || isFileRef(value);
}

function isObject(value: Value): value is Readonly<Record<string, Value>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isFileRef(value);
}

function hasTag(shape: FileShape & { kind: "fields" }, value: Readonly<Record<string, Value>>): boolean {
  return shape.only === undefined || value[shape.only.field] === shape.only.is;
}
