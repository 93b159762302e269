import { isDeepStrictEqual } from "node:util";
import type { JsonSchema } from "../../../../src/runtime/components/value-schema.ts";
import type { Json } from "../../../../src/runtime/values/value.ts";

/** Whether a value fits a schema, as far as the keywords go that the product writes. */
export function matches(schema: JsonSchema, value: Json): boolean {
  return Object.entries(schema).every(([keyword, given]) => check(keyword, given, value, schema));
}

function check(keyword: string, given: Json, value: Json, { properties }: JsonSchema): boolean {
  switch (keyword) {
    case "type":
      return [given].flat().some((type) => isOf(type as string, value));
    case "enum":
      return (given as Json[]).some((one) => isDeepStrictEqual(one, value));
    case "anyOf":
      return (given as JsonSchema[]).some((one) => matches(one, value));
    case "items":
      return (value as Json[]).every((item) => matches(given as JsonSchema, item));
    case "properties":
      return Object.entries(value as Record<string, Json>).every(([name, part]) => {
        const of = (properties as Record<string, JsonSchema>)[name];
        return of !== undefined && matches(of, part);
      });
    case "required":
      return (given as string[]).every((name) => Object.hasOwn(value as object, name));
    case "minimum":
      return (value as number) >= (given as number);
    case "maximum":
      return (value as number) <= (given as number);
    case "maxLength":
      return (value as string).length <= (given as number);
    case "minItems":
      return (value as Json[]).length >= (given as number);
    case "maxItems":
      return (value as Json[]).length <= (given as number);
    case "uniqueItems":
      return new Set(value as Json[]).size === (value as Json[]).length;
    case "format":
      return URL.canParse(value as string, "http://localhost/");
    case "contentMediaType":
    case "examples":
      return true;
    default:
      throw new Error(`The product writes a keyword that the test does not know: ${keyword}`);
  }
}

function isOf(type: string, value: Json): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "integer") return Number.isInteger(value);
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  return typeof value === type;
}
