import { type Json, setOwn } from "../values/value.ts";

/**
 * A value in a message. Large values are sent as chunks of limited size, so that neither side serialises or parses for long
 * and other messages can be sent in between.
 */
export type Packed =
  { readonly kind: "inline"; readonly value: Json } | { readonly kind: "chunks"; readonly transfer: number };

/** Steps that rebuild a value: open and close lists, objects and texts, add ready-made parts to the one that is open. */
export type ChunkStep =
  | { readonly do: "open"; readonly kind: "list" | "object" | "text"; readonly key?: string }
  | { readonly do: "items"; readonly items: readonly Json[] }
  | { readonly do: "entries"; readonly entries: Readonly<Record<string, Json>> }
  | { readonly do: "text"; readonly text: string }
  | { readonly do: "close" };

/** Approximate size of a chunk in characters. */
const chunkSize = 256 * 1024;

/** Whether a value is larger than a chunk. Stops measuring as soon as that is known. */
export function isLarge(value: Json): boolean {
  return sizeUpTo(value, chunkSize) > chunkSize;
}

/** The steps that rebuild a large value. Each has a limited size. */
export function* chunkSteps(value: Json, key?: string): Generator<ChunkStep> {
  if (typeof value === "string") {
    yield { do: "open", kind: "text", key };
    for (let start = 0; start < value.length; start += chunkSize)
      yield { do: "text", text: value.slice(start, start + chunkSize) };
  } else if (Array.isArray(value)) {
    yield { do: "open", kind: "list", key };
    for (const { large, group } of grouped(partsOf(value))) {
      if (large) yield* chunkSteps(large[1]);
      else yield { do: "items", items: group.map(([, item]) => item) };
    }
  } else if (typeof value === "object" && value !== null) {
    yield { do: "open", kind: "object", key };
    for (const { large, group } of grouped(partsOf(value))) {
      if (large) yield* chunkSteps(large[1], large[0]);
      else yield { do: "entries", entries: Object.fromEntries(group) };
    }
  } else {
    yield { do: "items", items: [value] };
    return;
  }
  yield { do: "close" };
}

interface Group {
  /** One part that is itself too large for a chunk. */
  readonly large?: readonly [string, Json];
  readonly group: readonly [string, Json][];
}

function* grouped(parts: Iterable<[string, Json]>): Generator<Group> {
  let group: [string, Json][] = [];
  let size = 0;
  for (const part of parts) {
    const more = sizeUpTo(part[1], chunkSize) + part[0].length;
    if (group.length > 0 && size + more > chunkSize) {
      yield { group };
      group = [];
      size = 0;
    }
    if (more > chunkSize) yield { large: part, group: [] };
    else {
      group.push(part);
      size += more;
    }
  }
  if (group.length > 0) yield { group };
}

interface OpenText {
  readonly key: string | undefined;
  readonly parts: string[];
}

/** Rebuilds one value from its steps. Steps that do not fit the ones before are ignored. */
export class ChunkAssembler {
  readonly #open: (Json[] | Record<string, Json>)[] = [];
  #text: OpenText | undefined;
  #result: Json = null;

  add(step: ChunkStep): void {
    const top = this.#open.at(-1);
    switch (step.do) {
      case "open":
        if (step.kind === "text") this.#text = { key: step.key, parts: [] };
        else {
          const container: Json[] | Record<string, Json> = step.kind === "list" ? [] : {};
          this.#put(container, step.key);
          this.#open.push(container);
        }
        break;
      case "text":
        this.#text?.parts.push(step.text);
        break;
      case "items":
        // A loop: a spread of a hundred thousand arguments overflows the stack.
        if (Array.isArray(top)) for (const item of step.items) top.push(item);
        else if (top === undefined) this.#result = step.items[0] ?? null;
        break;
      case "entries":
        if (top && !Array.isArray(top))
          for (const [key, entry] of Object.entries(step.entries)) setOwn(top, key, entry);
        break;
      case "close":
        if (this.#text) {
          const { key, parts } = this.#text;
          this.#text = undefined;
          this.#put(parts.join(""), key);
        } else this.#open.pop();
        break;
    }
  }

  get result(): Json {
    return this.#result;
  }

  #put(value: Json, key: string | undefined): void {
    const top = this.#open.at(-1);
    if (top === undefined) this.#result = value;
    else if (Array.isArray(top)) top.push(value);
    else setOwn(top, key ?? "", value);
  }
}

/** Approximate size of a step in characters. */
export function sizeOfStep(step: ChunkStep): number {
  switch (step.do) {
    case "items":
      return sizeUpTo(step.items, Infinity);
    case "entries":
      return sizeUpTo(step.entries, Infinity);
    case "text":
      return step.text.length;
    case "open":
    case "close":
      return 16;
  }
}

/** About how large a value is, in characters, measured until it is more than the limit. */
export function sizeUpTo(value: Json, limit: number): number {
  if (typeof value === "string") return value.length + 8;
  if (typeof value !== "object" || value === null) return 8;
  let size = 16;
  for (const [key, part] of partsOf(value)) {
    size += key.length + sizeUpTo(part, limit - size);
    if (size > limit) return size;
  }
  return size;
}

/** The parts of a list or object, one after the other: no second copy of a long list. */
function* partsOf(value: readonly Json[] | { readonly [key: string]: Json }): Generator<[string, Json]> {
  if (isList(value)) for (const item of value) yield ["", item];
  else for (const key in value) yield [key, value[key]!];
}

/** `Array.isArray` does not know of read-only lists. */
function isList(value: readonly Json[] | { readonly [key: string]: Json }): value is readonly Json[] {
  return Array.isArray(value);
}
