import type { ExactIntegers } from "../../values/exact-integers.ts";
import { filesIn, type Value, type Values } from "../../values/value.ts";
import { contentHash, hashText } from "../../plan/hash.ts";
import type { Shape } from "../../plan/nesting.ts";
import type { PlanNode } from "../../plan/resolved-graph.ts";
import { StepError } from "../../failures/failure.ts";
import type { StepStates } from "../step/step-states.ts";
import { commonLength } from "./list-lengths.ts";

/** One input of a plan node with its whole value, before it is divided into items. */
export interface ResolvedInput {
  readonly name: string;
  readonly value: Value;
  /** Levels of lists in the value over which the plan node is scattered; 0 if it is not. */
  readonly depth: number;
  /** The field of each item to use. */
  readonly field?: string;
  /** Why parts of the value cannot be used: messages, or `null` for usable parts, in lists nested `blockedDepth` deep. */
  readonly blocked?: Value;
  readonly blockedDepth: number;
  /** Its source, for messages, such as `node.port`. */
  readonly from: string;
  /** What a Space, a model or an imported sheet wrote of it. */
  readonly untrusted?: readonly Value[];
  /** Integers of the result it comes from that lose digits as numbers. */
  readonly exact?: ExactIntegers;
}

/** One run of a scattered plan node. */
export interface Item {
  readonly inputs: Values;
  /** 1-based, as shown to people: "3", or "2.1" in nested lists. */
  readonly position: string;
  /** Why it cannot run. */
  readonly blocked?: string;
}

export interface Items {
  readonly items: readonly Item[];
  readonly shape: Shape;
}

/**
 * Divides the inputs of a scattered plan node into one set of inputs per item.
 * @throws StepError if a value is not a list, or lists differ in length.
 */
export function divideIntoItems(planNode: PlanNode, inputs: readonly ResolvedInput[]): Items {
  const items: Item[] = [];
  const walk = (parts: readonly ResolvedInput[], level: number, position: string): Shape => {
    const lists = parts.filter((part) => part.depth > level);
    const length = commonLength(planNode, lists, position);
    const inner: Shape[] = [];
    for (let i = 0; i < length; i++) {
      const here = position === "" ? String(i + 1) : `${position}.${i + 1}`;
      const next = parts.map((part) => (part.depth > level ? descend(part, i) : part));
      if (level + 1 < planNode.depth) inner.push(walk(next, level + 1, here));
      else items.push(itemOf(next, here));
    }
    return level + 1 < planNode.depth ? inner : length;
  };
  return { shape: walk(inputs, 0, ""), items };
}

/** The inputs of a plan node that runs once. */
export function single(inputs: readonly ResolvedInput[]): Item {
  return itemOf(inputs, "");
}

function descend(part: ResolvedInput, index: number): ResolvedInput {
  const value = (part.value as readonly Value[])[index] ?? null;
  if (part.blocked === undefined || part.blockedDepth === 0) return { ...part, value };
  return {
    ...part,
    value,
    blocked: (part.blocked as readonly Value[])[index],
    blockedDepth: part.blockedDepth - 1,
  };
}

function itemOf(parts: readonly ResolvedInput[], position: string): Item {
  const inputs: Record<string, Value> = {};
  let blocked: string | undefined;
  for (const part of parts) {
    if (typeof part.blocked === "string") blocked ??= part.blocked;
    inputs[part.name] =
      part.field === undefined ? part.value : fieldOf(part, part.field, position, part.blocked);
  }
  return { inputs, position, blocked };
}

function fieldOf(part: ResolvedInput, field: string, position: string, blocked: Value | undefined): Value {
  const { value } = part;
  if (typeof value === "object" && value !== null && !Array.isArray(value) && Object.hasOwn(value, field)) {
    return (value as Values)[field] ?? null;
  }
  if (typeof blocked === "string") return null;
  const has = typeof value === "object" && value !== null ? Object.keys(value).join("', '") : "";
  throw new StepError({
    message: `Item ${position} of '${part.from}' has no field '${field}'${has ? `; it has '${has}'` : ""}.`,
    help: `Use one of the item's own fields, or '.each' for the whole item.`,
  });
}

/**
 * The content key of each item: the part of the plan node's key that all items share, and the item's own inputs. Items whose files
 * differ in their names only are told apart by these; equal items are numbered, so that each has its own result and its own
 * drawn values.
 */
export function itemKeys(
  base: string,
  items: readonly Item[],
  scattered: ReadonlySet<string>,
  states?: StepStates,
): string[] {
  const texts = items.map(({ inputs }, index) => {
    let text = base + (states?.perItem ? `\n${states.textOf(index)}` : "");
    for (const name of Object.keys(inputs).sort()) {
      if (scattered.has(name)) text += `\n${name}=${contentHash(inputs[name] ?? null)}`;
    }
    return text;
  });
  const names = items.map(({ inputs }) => fileNames(inputs, scattered));
  const first = new Map<string, string>();
  const several = new Set<string>();
  texts.forEach((text, at) => {
    const name = names[at] ?? "";
    const known = first.get(text);
    if (known === undefined) first.set(text, name);
    else if (known !== name) several.add(text);
  });
  const seen = new Map<string, number>();
  return texts.map((content, at) => {
    const text = several.has(content) ? `${content}\n${names[at]}` : content;
    const times = seen.get(text) ?? 0;
    seen.set(text, times + 1);
    return hashText(`${text}\n${times}`);
  });
}

function fileNames(inputs: Values, scattered: ReadonlySet<string>): string {
  const own = Object.keys(inputs).filter((name) => scattered.has(name));
  const files = own.sort().flatMap((name) => [...filesIn(inputs[name] ?? null)]);
  return files.length === 0 ? "" : JSON.stringify(files.map(({ name }) => name));
}

/** A short label that distinguishes an item from the others. */
export function labelOf(item: Item, scattered: ReadonlySet<string>): string {
  for (const [name, value] of Object.entries(item.inputs)) {
    const text = scattered.has(name) ? textIn(value) : undefined;
    if (text) return `${item.position} · ${text.length > 40 ? `${text.slice(0, 39)}…` : text}`;
  }
  return item.position;
}

/** The labels of a stored result's items, made from the inputs stored with it. */
export function labelsOf(planNode: PlanNode, inputs: Values, count: number): readonly string[] {
  const lists = planNode.inputs.flatMap(({ source, depth }): ResolvedInput[] => {
    if (source.kind !== "port" || depth === 0) return [];
    const { node, port, field } = source.from;
    const value = inputs[source.name] ?? null;
    return [{ name: source.name, value, depth, field, blockedDepth: 0, from: `${node}.${port}` }];
  });
  const scattered = new Set(lists.map(({ name }) => name));
  try {
    const labels = divideIntoItems(planNode, lists).items.map((item) => labelOf(item, scattered));
    if (labels.length === count) return labels;
  } catch {
    // The code has changed since: it scatters over other lists now.
  }
  return Array.from({ length: count }, (_, index) => String(index + 1));
}

function textIn(value: Value): string | undefined {
  if (typeof value === "string" || typeof value === "number") return String(value).split("\n", 1)[0];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const entries = value as Values;
  if (typeof entries["name"] === "string") return entries["name"];
  return Object.values(entries).find((part): part is string => typeof part === "string");
}
