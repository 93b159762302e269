import { setOwn, type Json } from "../../runtime/values/value.ts";

/** Characters of one text, and items of one list, that are given at once. */
export const maxTextAtOnce = 4_000;
export const maxItemsAtOnce = 40;

/** A part of a result that was left out, and how to read on. */
export interface Cut {
  readonly node: string;
  readonly port: string;
  /** JSON pointer inside of the port's value: `/0/text`. Empty: the value itself. */
  readonly at: string;
  /** Characters of the text, or items of the list, altogether. */
  readonly size: number;
  /** Where to read on: the argument `offset` of 'get_result'. */
  readonly offset: number;
}

/** What is left to spend on one answer. */
export class Budget {
  constructor(private left: number) {}

  /** At most so many characters, and at least a few, so that each value shows. */
  text(wanted: number): number {
    const given = Math.min(wanted, maxTextAtOnce, Math.max(this.left, 80));
    this.left -= given;
    return given;
  }

  items(wanted: number): number {
    return Math.min(wanted, this.left > 0 ? maxItemsAtOnce : 3);
  }
}

/** The beginning of a value, with notes of what is left out. */
export function excerpt(
  value: Json,
  budget: Budget,
  cut: (at: string, size: number, offset: number) => void,
  at = "",
): Json {
  if (typeof value === "string") {
    const shown = budget.text(value.length);
    if (shown < value.length) cut(at, value.length, shown);
    return value.slice(0, shown);
  }
  if (typeof value !== "object" || value === null) {
    budget.text(8);
    return value;
  }
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    const shown = budget.items(list.length);
    if (shown < list.length) cut(at, list.length, shown);
    return list.slice(0, shown).map((part, index) => excerpt(part, budget, cut, `${at}/${index}`));
  }
  const entries = Object.entries(value as Readonly<Record<string, Json>>);
  const shown = budget.items(entries.length);
  if (shown < entries.length) cut(at, entries.length, shown);
  const copy: Record<string, Json> = {};
  for (const [name, part] of entries.slice(0, shown)) {
    const step = name.replaceAll("~", "~0").replaceAll("/", "~1");
    setOwn(copy, name, excerpt(part, budget, cut, `${at}/${step}`));
  }
  return copy;
}

/** The part that a JSON pointer names (RFC 6901); undefined where there is none. */
export function partAt(value: Json, pointer: string): Json | undefined {
  if (pointer === "") return value;
  let part: Json | undefined = value;
  for (const step of pointer.split("/").slice(1)) {
    const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof part !== "object" || part === null || !Object.hasOwn(part, name)) return undefined;
    // The cast: a list has its items by their numbers as an object has its fields.
    part = (part as Readonly<Record<string, Json>>)[name];
  }
  return part;
}
