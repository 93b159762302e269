import type { JsonSchema } from "../../runtime/components/value-schema.ts";
import type { Json } from "../../runtime/values/value.ts";

/** Choices that are listed. */
const mostChoices = 20;

/** What a schema of ours describes, for a person: "a number from 1 to 50". */
export function inWords(schema: JsonSchema): string {
  const { type, enum: choices, anyOf, items, properties } = schema;
  if (Array.isArray(anyOf)) return eachInWords(anyOf).join(" or ");
  if (Array.isArray(choices)) return `one of ${choicesInWords(choices)}`;
  if (Array.isArray(type)) return eachInWords(type.map((one: Json) => ({ type: one }))).join(" or ");
  switch (typeof type === "string" ? type : "") {
    case "string":
      return textInWords(schema);
    case "number":
      return `a number${rangeInWords(schema)}`;
    case "integer":
      return `a whole number${rangeInWords(schema)}`;
    case "boolean":
      return "true or false";
    case "null":
      return "null";
    case "array":
      return `a list, each ${inWords(asSchema(items))}`;
    case "object":
      return `{ ${Object.entries(asSchema(properties))
        .map(([name, field]) => `${name}: ${inWords(asSchema(field))}`)
        .join("; ")} }`;
    default:
      return "any JSON";
  }
}

function eachInWords(schemas: readonly Json[]): string[] {
  return schemas.map((one) => inWords(asSchema(one)));
}

function choicesInWords(choices: readonly Json[]): string {
  const shown = choices.slice(0, mostChoices).map((choice) => JSON.stringify(choice));
  const more = choices.length - shown.length;
  return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function textInWords({ format, contentMediaType, maxLength }: JsonSchema): string {
  if (format !== "uri-reference")
    return typeof maxLength === "number" ? `text of at most ${maxLength} characters` : "text";
  const [kind = "*"] = typeof contentMediaType === "string" ? contentMediaType.split("/") : [];
  return kind === "*" ? "a file" : `a file (${kind})`;
}

function rangeInWords({ minimum, maximum }: JsonSchema): string {
  const [least, most] = [minimum, maximum].map((bound) => (typeof bound === "number" ? bound : undefined));
  if (least === undefined) return most === undefined ? "" : ` of at most ${most}`;
  return most === undefined ? ` of at least ${least}` : ` from ${least} to ${most}`;
}

function asSchema(value: Json | undefined): JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonSchema) : {};
}
