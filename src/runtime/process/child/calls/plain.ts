import { type Json, setOwn } from "../../../values/value.ts";

/** A value that cannot travel between nodes: says where in the result it stands and what to do. */
export class NotPlainError extends Error {
  constructor(where: string, what: string) {
    super(`${where} is ${what}`);
    this.name = "NotPlainError";
  }
}

/**
 * The plain JSON of what workflow code returned. What JSON would silently lose or change (maps, promises, bytes, functions)
 * is an error that names the place; `undefined` properties are left out, dates become text.
 */
export function toPlain(value: unknown, where: string): Json {
  return plain(value, where, new Set());
}

function plain(value: unknown, where: string, parents: Set<object>): Json {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      // JSON knows neither; null is what databases and browsers make of them.
      return Number.isFinite(value) ? value : null;
    case "undefined":
      return null;
    case "bigint":
      throw new NotPlainError(where, "a bigint. Return Number(…) or String(…) of it.");
    case "function":
      throw new NotPlainError(
        where,
        `a function${value.name ? ` ('${value.name}')` : ""}. Did you forget to call it?`,
      );
    case "symbol":
      throw new NotPlainError(where, "a symbol. Return a string.");
    case "object":
      return value === null ? null : plainObject(value, where, parents);
  }
}

function plainObject(value: object, where: string, parents: Set<object>): Json {
  const refused = refusal(value);
  if (refused) throw new NotPlainError(where, refused);
  if (parents.has(value))
    throw new NotPlainError(
      where,
      "part of itself (a circular structure). Return a copy without the circle.",
    );
  const converted = (value as { toJSON?: unknown }).toJSON;
  if (typeof converted === "function") return plain(Reflect.apply(converted, value, [""]), where, parents);
  parents.add(value);
  const result = Array.isArray(value)
    ? Array.from(value, (item, index) => plain(item, `${where}[${index}]`, parents))
    : plainProperties(value, where, parents);
  parents.delete(value);
  return result;
}

function plainProperties(value: object, where: string, parents: Set<object>): Json {
  const result: Record<string, Json> = {};
  for (const [key, part] of Object.entries(value)) {
    if (part === undefined) continue;
    const json = plain(
      part,
      /^[\w$]+$/.test(key) ? `${where}.${key}` : `${where}[${JSON.stringify(key)}]`,
      parents,
    );
    setOwn(result, key, json);
  }
  return result;
}

function refusal(value: object): string | undefined {
  if (value instanceof Promise || typeof (value as { then?: unknown }).then === "function") {
    return "a promise. Did you forget to await it?";
  }
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof Blob) {
    return `binary data (${value.constructor.name}). Write it to a file in context.files and return the file's path.`;
  }
  if (value instanceof Map) return "a Map. Return Object.fromEntries(…) of it.";
  if (value instanceof Set) return "a Set. Return an array: [...set].";
  if (value instanceof Error) return `an error (${value.message}). Throw it instead, or return its message.`;
  if (Symbol.asyncIterator in value || (Symbol.iterator in value && !Array.isArray(value))) {
    return "an iterator. Return an array: [...values].";
  }
  return undefined;
}
