import { type Json, setOwn } from "../../../values/value.ts";
import { hiddenData, refusal } from "./refused-values.ts";

/** How deep a value may be nested, in levels: what is deeper has no end, or ends the stack of whoever reads it. */
const MAX_DEPTH = 1000;

/** A value that cannot travel between nodes: says where in the result it stands and what to do. */
export class NotPlainError extends Error {
  constructor(where: string, what: string, verb = "is") {
    super(`${where} ${verb} ${what}`);
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
      throw new NotPlainError(
        where,
        BigInt(Number(value)) === value && Number.isSafeInteger(Number(value))
          ? "a bigint. Return Number(…) or String(…) of it."
          : "a bigint. Return String(…) of it: a number would lose its last digits.",
      );
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
  if (parents.size >= MAX_DEPTH)
    throw new NotPlainError(
      shortened(where),
      `nested more than ${MAX_DEPTH} levels deep. Return less of it.`,
    );
  const refused = refusal(value);
  if (refused) throw new NotPlainError(where, refused);
  if (parents.has(value))
    throw new NotPlainError(
      where,
      "part of itself (a circular structure). Return a copy without the circle.",
    );
  const converted = (value as { toJSON?: unknown }).toJSON;
  if (typeof converted === "function") return plain(Reflect.apply(converted, value, [""]), where, parents);
  if (value instanceof String || value instanceof Number || value instanceof Boolean)
    return plain(value.valueOf(), where, parents);
  const hidden = hiddenData(value);
  if (hidden !== undefined) throw new NotPlainError(where, hidden);
  const symbol = Object.getOwnPropertySymbols(value).find((key) =>
    Object.prototype.propertyIsEnumerable.call(value, key),
  );
  if (symbol !== undefined)
    throw new NotPlainError(
      where,
      `a property named by a symbol (${String(symbol)}), which would be lost. Give it a text for a name.`,
      "has",
    );
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

/** The beginning of a place that is too long to read. */
function shortened(where: string): string {
  return where.length > 100 ? `${where.slice(0, 100)}…` : where;
}
