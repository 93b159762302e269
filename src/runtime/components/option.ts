import type { CommonOptions, InputOptions } from "./component.ts";

/** What a component accepts for one of its options. */
export interface Option<T> {
  /** As documented, in TypeScript's notation. */
  readonly type: string;
  accepts(value: unknown): value is T;
}

/**
 * One entry for each option of `O`: the compiler ensures that none is missing and all have the right type. That `value` may be
 * null, which is nothing, goes without saying.
 */
export type Options<O> = {
  readonly [K in keyof O]-?: Option<Exclude<O[K], undefined | (K extends "value" ? null : never)>>;
};

export const text: Option<string> = {
  type: "string",
  accepts: (value) => typeof value === "string",
};

export const number: Option<number> = {
  type: "number",
  accepts: (value): value is number => typeof value === "number" && Number.isFinite(value),
};

export const flag: Option<boolean> = {
  type: "boolean",
  accepts: (value) => typeof value === "boolean",
};

/** Lengths are pixels, or CSS such as "50%". */
export const length: Option<number | string> = either(number, text);

/** Data whose shape the component's own value check looks at, or that only Gradio understands. */
export function data<T>(type: string): Option<T> {
  return { type, accepts: (value): value is T => value !== undefined && typeof value !== "function" };
}

export function oneOf<const T extends string | number | boolean>(...values: readonly T[]): Option<T> {
  return {
    type: values.map((value) => JSON.stringify(value)).join(" | "),
    accepts: (value): value is T => (values as readonly unknown[]).includes(value),
  };
}

export function listOf<T>(item: Option<T>): Option<readonly T[]> {
  return {
    type: item.type.includes(" ") ? `(${item.type})[]` : `${item.type}[]`,
    accepts: (value): value is readonly T[] =>
      Array.isArray(value) && value.every((one) => item.accepts(one)),
  };
}

export function either<A, B>(one: Option<A>, other: Option<B>): Option<A | B> {
  return {
    type: `${one.type} | ${other.type}`,
    accepts: (value): value is A | B => one.accepts(value) || other.accepts(value),
  };
}

export function mapOf<T>(item: Option<T>): Option<Readonly<Record<string, T>>> {
  return {
    type: `Record<string, ${item.type}>`,
    accepts: (value): value is Readonly<Record<string, T>> =>
      typeof value === "object" && value !== null && Object.values(value).every((one) => item.accepts(one)),
  };
}

export const commonOptions: Options<CommonOptions> = {
  label: text,
  showLabel: flag,
  visible: either(flag, oneOf("hidden")),
  container: flag,
  scale: number,
  minWidth: number,
  elemId: text,
  elemClasses: either(text, listOf(text)),
};

export const inputOptions: Options<InputOptions> = { ...commonOptions, info: text, interactive: flag };
