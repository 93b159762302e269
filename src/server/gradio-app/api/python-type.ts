import type { Json } from "../../../runtime/values/value.ts";
import type { Schema } from "./value-types.ts";

/** A JSON schema as a hint of Python's types, word for word as Gradio writes it: its clients print it. */
export function pythonType(schema: Schema): string {
  const { type, items, prefixItems, properties, additionalProperties } = schema;
  if (Object.keys(schema).length === 0) return "Any";
  if ("const" in schema) return `Literal[${textOf(schema["const"] ?? null)}]`;
  if (Array.isArray(schema["enum"]))
    return `Literal[${(schema["enum"] as readonly Json[]).map((value) => `'${textOf(value)}'`).join(", ")}]`;
  if (schema["anyOf"] !== undefined) return schemas(schema["anyOf"]).map(pythonType).join(" | ");
  switch (typeof type === "string" ? type : "") {
    case "null":
      return "None";
    case "integer":
      return "int";
    case "string":
      return "str";
    case "boolean":
      return "bool";
    case "number":
      return "float";
    case "array":
      if (prefixItems !== undefined) return `tuple[${schemas(prefixItems).map(pythonType).join(", ")}]`;
      return `list[${pythonType((items ?? {}) as Schema)}]`;
    case "object": {
      const named = (properties ?? {}) as Readonly<Record<string, Schema>>;
      if ("path" in named && "meta" in named) return "filepath";
      const parts = Object.entries(named).map(([name, part]) => `${name}: ${pythonType(part)}`);
      if (additionalProperties === true) parts.push("str, Any");
      else if (typeof additionalProperties === "object")
        parts.push(`str, ${pythonType(additionalProperties as Schema)}`);
      return `dict(${parts.join(", ")})`;
    }
    default:
      return "str | float | bool | list | dict";
  }
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The cast: schemas are made here, not taken from anybody. */
function schemas(parts: Json): readonly Schema[] {
  return parts as readonly Schema[];
}
