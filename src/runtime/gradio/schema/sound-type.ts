import type { JsonType } from "./json-type.ts";

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const recordOf =
  (check: Check): Check =>
  (value) =>
    isRecord(value) && Object.values(value).every(check);

/** What each keyword of a type has to be; others are not read. */
const keywords: Readonly<Record<string, Check>> = {
  type: (value) => isText(value) || isRecord(value),
  title: isText,
  description: (value) => value === null || isText(value),
  enum: Array.isArray,
  items: isSound,
  prefixItems: listOf(isSound),
  anyOf: listOf(isSound),
  oneOf: listOf(isSound),
  allOf: listOf(isSound),
  properties: recordOf(isSound),
  required: listOf(isText),
  additionalProperties: (value) => typeof value === "boolean" || isSound(value),
  $ref: isText,
  $defs: recordOf(isSound),
};

function isSound(value: unknown): boolean {
  return (
    isRecord(value) &&
    Object.entries(value).every(([name, part]) => !Object.hasOwn(keywords, name) || keywords[name]?.(part))
  );
}

/** A type as an app describes it; one that says nothing where the description is not one. */
export function soundType(value: unknown): JsonType {
  // The cast: every part that is read was looked at.
  return isSound(value) ? (value as JsonType) : {};
}
