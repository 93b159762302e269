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
  walk(shape, value, (file, media) => {
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
  return walk(shape, value, () => replaced[next++]!);
}

function walk(shape: FileShape, value: Value, visit: (file: string | FileRef, media: Media) => Value): Value {
  switch (shape.kind) {
    case "none":
      return value;
    case "file":
      return isFile(value) ? visit(value, shape.media) : value;
    case "list":
      return Array.isArray(value)
        ? (value as readonly Value[]).map((item) => walk(shape.of, item, visit))
        : value;
    case "fields":
      return isObject(value) && hasTag(shape, value) ? walkFields(shape.fields, value, visit) : value;
    case "oneOf": {
      const fitting = shape.shapes.find((one) => hasForm(one, value));
      return fitting ? walk(fitting, value, visit) : value;
    }
  }
}

function walkFields(
  fields: Readonly<Record<string, FileShape>>,
  value: Readonly<Record<string, Value>>,
  visit: (file: string | FileRef, media: Media) => Value,
): Value {
  const changed: Record<string, Value> = { ...value };
  for (const [name, shape] of Object.entries(fields)) {
    if (Object.hasOwn(value, name)) changed[name] = walk(shape, value[name]!, visit);
  }
  return changed;
}

function hasForm(shape: FileShape, value: Value): boolean {
  switch (shape.kind) {
    case "none":
      return false;
    case "file":
      return isFile(value);
    case "list":
      return Array.isArray(value);
    case "fields":
      return isObject(value) && hasTag(shape, value);
    case "oneOf":
      return shape.shapes.some((one) => hasForm(one, value));
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
