import { hash } from "node:crypto";
import { isFileRef, type FileRef, type Value } from "../values/value.ts";

/** A short name for a text, equal for equal texts: 160 bits of its SHA-256, so that stored keys stay small. */
export function hashText(text: string): string {
  return hash("sha256", text, "hex").slice(0, 40);
}

/**
 * JSON with sorted keys. Equal values give equal texts. A file stands by its content; where one content occurs under several
 * names, also by its name, since in another order it would be another value.
 */
export function canonical(value: Value): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const names: FileNames = { first: new Map(), several: new Set() };
  const text = textOf(value, names);
  // What was written before a second name was found lacks the first.
  return names.several.size === 0 ? text : textOf(value, names);
}

/** By content. */
interface FileNames {
  readonly first: Map<string, string>;
  readonly several: Set<string>;
}

function fileText({ $file, name }: FileRef, { first, several }: FileNames): string {
  const known = first.get($file);
  if (known === undefined) first.set($file, name);
  else if (known !== name) several.add($file);
  return several.has($file) ? `{"$file":"${$file}","name":${JSON.stringify(name)}}` : `{"$file":"${$file}"}`;
}

function textOf(value: Value, names: FileNames): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) {
    let text = "[";
    for (let i = 0; i < value.length; i++) text += (i > 0 ? "," : "") + textOf(value[i] as Value, names);
    return text + "]";
  }
  if (isFileRef(value)) return fileText(value, names);
  let text = "{";
  const entries = value as Readonly<Record<string, Value>>;
  for (const key of Object.keys(entries).sort()) {
    const part = entries[key];
    if (part !== undefined)
      text += (text.length > 1 ? "," : "") + JSON.stringify(key) + ":" + textOf(part, names);
  }
  return text + "}";
}

// Values are immutable, so the hash of a list or an object is computed once however often it is compared.
const known = new WeakMap<object, string>();

// The same few texts and numbers are asked for at every look at a graph.
const short = new Map<string, string>();
const longestShort = 200;
const mostShort = 20_000;

/** The content of a value as a hash. */
export function contentHash(value: Value): string {
  if (typeof value !== "object" || value === null) return plainHash(canonical(value));
  let found = known.get(value);
  if (found === undefined) known.set(value, (found = hashText(canonical(value))));
  return found;
}

function plainHash(text: string): string {
  if (text.length > longestShort) return hashText(text);
  let found = short.get(text);
  if (found === undefined) {
    if (short.size >= mostShort) short.clear();
    short.set(text, (found = hashText(text)));
  }
  return found;
}
