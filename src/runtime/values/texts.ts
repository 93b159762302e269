import { isFileRef, setOwn, type Value } from "./value.ts";

/** Every text in a value, at any depth. */
export function textsIn(value: Value): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null || isFileRef(value)) return [];
  return Object.values(value).flatMap(textsIn);
}

/** A copy of plain data in which each text is changed, but for the files and what stands under the given keys. */
export function withTexts<T>(value: T, change: (text: string) => string, left: readonly string[] = []): T {
  const copy = (part: unknown): unknown => {
    if (typeof part === "string") return change(part);
    if (typeof part !== "object" || part === null || part instanceof Uint8Array || isFileRef(part))
      return part;
    if (Array.isArray(part)) return part.map(copy);
    const made: Record<string, unknown> = {};
    for (const [key, inner] of Object.entries(part))
      setOwn(made, key, left.includes(key) ? inner : copy(inner));
    return made;
  };
  // The cast: the copy has the shape of the value.
  return copy(value) as T;
}
