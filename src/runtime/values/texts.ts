import { isFileRef, type Value } from "./value.ts";

/** Every text in a value, at any depth. */
export function textsIn(value: Value): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null || isFileRef(value)) return [];
  return Object.values(value).flatMap(textsIn);
}
