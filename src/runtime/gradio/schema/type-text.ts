import { alternatives, isFileType } from "./json-type.ts";
import type { JsonType } from "./json-type.ts";

/**
 * One of Gradio's JSON types as the text of a TypeScript type. Files are path strings in a workflow, so they are `string`
 * here; what the type does not say is `unknown`.
 */
export function typeText(type: JsonType, root: JsonType = type, depth = 0): string {
  const texts = alternatives(type, root).map((at) => textOf(at, root, depth));
  // A file given by address or by description is the same path string.
  const different = [...new Set(texts)];
  if (different.includes("unknown")) return "unknown";
  return [
    ...different.filter((text) => text !== "null"),
    ...different.filter((text) => text === "null"),
  ].join(" | ");
}

function textOf(type: JsonType, root: JsonType, depth: number): string {
  if (isFileType(type)) return "string";
  if (type.const !== undefined) return JSON.stringify(type.const);
  if (type.enum) return type.enum.map((value) => JSON.stringify(value)).join(" | ") || "string";
  if (depth > 6) return "unknown";
  switch (type.type) {
    case "string":
    case "boolean":
    case "null":
      return type.type;
    case "number":
    case "integer":
      return "number";
    case "array":
      return arrayText(type, root, depth);
    case "object":
      return objectText(type, root, depth);
    case undefined:
    default:
      return type.properties ? objectText(type, root, depth) : "unknown";
  }
}

function arrayText(type: JsonType, root: JsonType, depth: number): string {
  if (type.prefixItems)
    return `[${type.prefixItems.map((part) => typeText(part, root, depth + 1)).join(", ")}]`;
  const item = type.items ? typeText(type.items, root, depth + 1) : "unknown";
  return isUnion(item) ? `(${item})[]` : `${item}[]`;
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

function objectText(type: JsonType, root: JsonType, depth: number): string {
  const fields = Object.entries(type.properties ?? {});
  if (fields.length === 0) {
    const rest = type.additionalProperties;
    return `Record<string, ${typeof rest === "object" ? typeText(rest, root, depth + 1) : "unknown"}>`;
  }
  const required = new Set(type.required);
  const texts = fields.map(([name, part]) => {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
    return `${key}${required.has(name) ? "" : "?"}: ${typeText(part, root, depth + 1)}`;
  });
  return `{ ${texts.join("; ")} }`;
}
