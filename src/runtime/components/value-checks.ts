import { isFileRef, type Value } from "../values/value.ts";

/** Says why a value does not fit ("text, but got a number"), or undefined where it does. */
export type ValueCheck = (value: Value) => string | undefined;

/** A value in a few words, for messages. */
export function inWords(value: Value): string {
  if (value === null) return "nothing";
  if (isFileRef(value)) return `the file '${value.name}'`;
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (typeof value === "string") {
    return value.length > 40
      ? `the text ${JSON.stringify(value.slice(0, 40))}…`
      : `the text ${JSON.stringify(value)}`;
  }
  if (typeof value === "number") return `the number ${value}`;
  if (typeof value === "boolean") return String(value);
  const names = Object.keys(value);
  if (names.length === 0) return "an empty object";
  return `an object with ${names.slice(0, 6).join(", ")}${names.length > 6 ? ", …" : ""}`;
}

function expected(what: string, value: Value): string {
  return `${what}, but got ${inWords(value)}`;
}

export const isText: ValueCheck = (value) =>
  typeof value === "string" ? undefined : expected("text", value);

export const isNumber: ValueCheck = (value) =>
  typeof value === "number" ? undefined : expected("a number", value);

export const isFlag: ValueCheck = (value) =>
  typeof value === "boolean" ? undefined : expected("true or false", value);

export const isAnything: ValueCheck = () => undefined;

/** A path of a file, before the engine takes it in, or a reference to one, after. */
export const isAFile =
  (what: string): ValueCheck =>
  (value) =>
    typeof value === "string" || isFileRef(value) ? undefined : expected(`${what} (a path)`, value);

export const isOneOf =
  (values: readonly Value[]): ValueCheck =>
  (value) =>
    values.includes(value)
      ? undefined
      : expected(`one of ${values.map((one) => JSON.stringify(one)).join(", ")}`, value);

export const isListOf =
  (item: ValueCheck, what: string): ValueCheck =>
  (value) => {
    if (!Array.isArray(value)) return expected(`a list of ${what}`, value);
    for (const [index, one] of (value as readonly Value[]).entries()) {
      const problem = item(one);
      if (problem) return `a list of ${what}; item ${index + 1} should be ${problem}`;
    }
    return undefined;
  };

/** Fields named with a question mark may be left out or null. */
export const hasFields =
  (fields: Readonly<Record<string, ValueCheck>>): ValueCheck =>
  (value) => {
    const names = Object.keys(fields).map((name) => name.replace("?", ""));
    if (typeof value !== "object" || value === null || Array.isArray(value) || isFileRef(value)) {
      return expected(`an object with ${names.join(", ")}`, value);
    }
    for (const [key, check] of Object.entries(fields)) {
      const name = key.replace("?", "");
      const field = (value as Readonly<Record<string, Value>>)[name] ?? null;
      if (field === null && key !== name) continue;
      const problem = field === null ? `missing in ${inWords(value)}` : check(field);
      if (problem)
        return `an object with ${names.join(", ")}, whose '${name}' is ${field === null ? "" : "to be "}${problem}`;
    }
    return undefined;
  };

/** The message is that of the first. */
export const anyOf =
  (...checks: readonly ValueCheck[]): ValueCheck =>
  (value) => {
    const problems = checks.map((check) => check(value));
    return problems.includes(undefined) ? undefined : problems[0];
  };
