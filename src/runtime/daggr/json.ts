import type { Json } from "../values/value.ts";
import { kindOf, mistake } from "./mistakes.ts";

/**
 * A copy of a value that is written in the workflow file, as plain JSON: it crosses processes and is part of keys. Fields that
 * are `undefined` are left out.
 */
export function toJson(value: unknown, what: string): Json {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") {
    if (Number.isFinite(value)) return value;
    throw mistake(`${what} is ${value}, which is no number that can be stored.`);
  }
  if (Array.isArray(value)) return value.map((item, index) => toJson(item, `${what}[${index}]`));
  if (typeof value === "object" && isPlain(value)) {
    const entries = Object.entries(value).filter(([, field]) => field !== undefined);
    return Object.fromEntries(entries.map(([name, field]) => [name, toJson(field, `${what}.${name}`)]));
  }
  throw mistake(
    `${what} is ${kindOf(value)}, but must be plain data: text, numbers, booleans, null, lists and objects of them.`,
    "Files are given by their paths. Make other objects in a function.",
  );
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  // Objects of another realm have another `Object.prototype`.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
