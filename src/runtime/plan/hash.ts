import { hash } from "node:crypto";
import { isFileRef, type Value } from "../values/value.ts";

/** A short name for a text, equal for equal texts: 160 bits of its SHA-256, so that stored keys stay small. */
export function hashText(text: string): string {
  return hash("sha256", text, "hex").slice(0, 40);
}

/** JSON with sorted keys, in which a file stands by its content alone. Equal values give equal texts. */
export function canonical(value: Value): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) {
    let text = "[";
    for (let i = 0; i < value.length; i++) text += (i > 0 ? "," : "") + canonical(value[i] as Value);
    return text + "]";
  }
  if (isFileRef(value)) return `{"$file":"${value.$file}"}`;
  let text = "{";
  const entries = value as Readonly<Record<string, Value>>;
  for (const key of Object.keys(entries).sort()) {
    const part = entries[key];
    if (part !== undefined)
      text += (text.length > 1 ? "," : "") + JSON.stringify(key) + ":" + canonical(part);
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
