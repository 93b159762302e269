import { alternatives, isFileType, resolved } from "./json-type.ts";
import type { JsonType } from "./json-type.ts";

/** Characters of one type's text. What would be longer is not told apart. */
const maxText = 10_000;
/** Characters of all texts of one app. */
const maxTexts = 16 * 1024 * 1024;
const maxDepth = 6;

/**
 * One of Gradio's JSON types as the text of a TypeScript type. Files are path strings in a workflow, so they are `string`
 * here; what the type does not say is `unknown`.
 */
export function typeText(type: JsonType): string {
  return new TypeTexts().of(type);
}

/** The texts of the types of one app, which together have a bounded length. */
export class TypeTexts {
  #written = 0;

  of(type: JsonType): string {
    if (this.#written > maxTexts) return "unknown";
    const text = new Writer(type).text(type, 0);
    this.#written += text.length;
    return text;
  }
}

/** Writes each part of a type once for each depth, so that references cost no more than their text. */
class Writer {
  readonly #unions = new Texts();
  readonly #parts = new Texts();

  constructor(private readonly root: JsonType) {}

  text(type: JsonType, depth: number): string {
    const at = resolved(type, this.root);
    return this.#unions.get(at, depth, () => this.#union(at, depth));
  }

  #union(type: JsonType, depth: number): string {
    // A file given by address or by description is the same path string.
    const different = new Set<string>();
    let length = 0;
    for (const at of alternatives(type, this.root)) {
      const text = this.#parts.get(at, depth, () => this.#textOf(at, depth));
      if (text === "unknown") return text;
      if (!different.has(text)) length += text.length;
      if (length > maxText) return "unknown";
      different.add(text);
    }
    const nullable = different.delete("null");
    return [...different, ...(nullable ? ["null"] : [])].join(" | ");
  }

  #textOf(type: JsonType, depth: number): string {
    if (isFileType(type)) return "string";
    if (type.const !== undefined) return JSON.stringify(type.const);
    if (type.enum) return choicesText(type.enum);
    if (depth > maxDepth) return "unknown";
    switch (type.type) {
      case "string":
      case "boolean":
      case "null":
        return type.type;
      case "number":
      case "integer":
        return "number";
      case "array":
        return this.#arrayText(type, depth);
      case "object":
        return this.#objectText(type, depth);
      case undefined:
      default:
        return type.properties ? this.#objectText(type, depth) : "unknown";
    }
  }

  #arrayText(type: JsonType, depth: number): string {
    if (type.prefixItems)
      return `[${joined(type.prefixItems, ", ", (part) => this.text(part, depth + 1)) ?? "unknown"}]`;
    const item = type.items ? this.text(type.items, depth + 1) : "unknown";
    return isUnion(item) ? `(${item})[]` : `${item}[]`;
  }

  #objectText(type: JsonType, depth: number): string {
    const fields = Object.entries(type.properties ?? {});
    if (fields.length === 0) {
      const rest = type.additionalProperties;
      return `Record<string, ${typeof rest === "object" ? this.text(rest, depth + 1) : "unknown"}>`;
    }
    const required = new Set(type.required);
    const texts = joined(fields, "; ", ([name, part]) => {
      const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
      return `${key}${required.has(name) ? "" : "?"}: ${this.text(part, depth + 1)}`;
    });
    return texts === undefined ? "Record<string, unknown>" : `{ ${texts} }`;
  }
}

/** Texts that were written already, by type and depth. */
class Texts {
  readonly #known = Array.from({ length: maxDepth + 2 }, () => new Map<JsonType, string>());

  get(type: JsonType, depth: number, write: () => string): string {
    const known = this.#known[depth]?.get(type);
    if (known !== undefined) return known;
    const text = write();
    const kept = text.length > maxText ? "unknown" : text;
    this.#known[depth]?.set(type, kept);
    return kept;
  }
}

/** Choices by their values, or by their kinds where they are many. */
function choicesText(choices: readonly unknown[]): string {
  const texts = joined(choices, " | ", (value) => JSON.stringify(value));
  if (texts !== undefined) return texts || "string";
  const kinds = new Set(choices.map((value) => (value === null ? "null" : typeof value)));
  return kinds.has("object") ? "unknown" : [...kinds].join(" | ");
}

/** The texts of all parts; undefined where they are too long together. */
function joined<T>(parts: readonly T[], between: string, textOf: (part: T) => string): string | undefined {
  const texts: string[] = [];
  let length = 0;
  for (const part of parts) {
    const text = textOf(part);
    length += text.length + between.length;
    if (length > maxText) return undefined;
    texts.push(text);
  }
  return texts.join(between);
}

/** Whether a type's text has alternatives that are not inside of brackets. */
function isUnion(text: string): boolean {
  let depth = 0;
  for (const sign of text.replace(/"(?:[^"\\]|\\.)*"/g, "")) {
    if ("{[(<".includes(sign)) depth += 1;
    else if ("}])>".includes(sign)) depth -= 1;
    else if (sign === "|" && depth === 0) return true;
  }
  return false;
}
