import type { InputDescription, InputId } from "../graph/description.ts";
import type { ExactIntegers } from "../values/exact-integers.ts";
import type { Value, Values } from "../values/value.ts";
import type { AppSession, ResultId, ResultRecord } from "../sheets/store.ts";
import { entryOf } from "./entry-of.ts";
import { contentHash, hashText } from "./hash.ts";
import { leaves, mapLeaves, nest, type Shape } from "./nesting.ts";
import type { PlanInput } from "./resolved-graph.ts";

/** What a plan node gives to those that use its ports. */
export interface Produced {
  /** By port; of a scattered plan node lists nested as deep as its levels, `null` where an item failed. */
  readonly outputs: Values;
  /** Nested like the outputs, where items failed: the failure's message, `null` for items that worked. */
  readonly failed?: Value;
  /** Output port → why it has no value, though others have. */
  readonly misfits?: Readonly<Record<string, string>>;
  /** Integers in the outputs that lose digits as numbers. */
  readonly exact?: ExactIntegers;
  readonly result?: ResultId;
  /** Where its call left states of its app; of a scattered plan node one for each item, in order. */
  readonly session?: AppSession | readonly (AppSession | undefined)[];
  /** Canvas inputs and picks that took part here or upstream. */
  readonly canvas: Readonly<Record<InputId, Value>>;
  readonly picks: Readonly<Record<string, string>>;
}

const ofRecord = new WeakMap<ResultRecord, Produced>();

/** What a stored result gives downstream. */
export function producedBy(record: ResultRecord): Produced {
  const known = ofRecord.get(record);
  if (known) return known;
  const { id, outputs, misfits, exact, canvas, picks, items } = record;
  const failed = items?.some((item) => item.status === "failed")
    ? nest(
        items.map((item) => (item.status === "failed" ? item.error.message : null)),
        shapeOf(record),
      )
    : undefined;
  const session = items ? items.map((item) => item.session) : record.session;
  const produced: Produced = { outputs, failed, misfits, exact, result: id, session, canvas, picks };
  ofRecord.set(record, produced);
  return produced;
}

/** The nesting of a scattered result. */
function shapeOf(record: ResultRecord): Shape {
  return (record.shape as readonly Shape[] | undefined) ?? record.items?.length ?? 0;
}

/** What one input takes from a port. */
export interface PortValue {
  /** The port's value, without the failed items where a gather leaves them out. Fields of items are not taken yet. */
  readonly value: Value;
  /** Why it cannot be used, nested like the value or shallower: messages, `null` where it can. */
  readonly blocked?: Value;
  /** Levels of `blocked`. */
  readonly depth: number;
}

/** @param partial whether a gather takes the items that worked where others failed */
export function takePort(input: PlanInput, produced: Produced, partial: boolean): PortValue {
  const { port, all, each, node } = portOf(input.source);
  const value = produced.outputs[port] ?? null;
  const failed = (produced.misfits && entryOf(produced.misfits, port)) ?? produced.failed;
  const depth = input.depth - (each ? 1 : 0);
  if (failed === undefined) return { value, depth };
  if (all) {
    return partial
      ? { value: mapLeaves(value, depth, keepWorking, failed), depth }
      : { value, blocked: mapLeaves(failed, depth, (list) => failedItems(node, list)), depth };
  }
  if (!each) return { value, blocked: failed, depth };
  // The items of an item that failed are unknown: one stands for them, so that the failure is seen further down.
  return {
    value: mapLeaves(value, depth, (list, message) => (message === null ? list : [null]), failed),
    blocked: mapLeaves(failed, depth, (message) => (message === null ? [] : [message])),
    depth: depth + 1,
  };
}

function portOf(source: InputDescription) {
  if (source.kind !== "port") throw new Error(`The input '${source.name}' is not wired.`);
  return source.from;
}

function keepWorking(list: Value, failed: Value): Value {
  const messages = leaves(failed, 1);
  return leaves(list, 1).filter((_item, i) => messages[i] === null);
}

function failedItems(node: string, list: Value): Value {
  const messages = leaves(list, 1);
  const failed = messages.flatMap((message, i) =>
    typeof message === "string" ? [`item ${i + 1}: ${message}`] : [],
  );
  if (failed.length === 0) return null;
  const shown = failed.slice(0, 20).join("; ") + (failed.length > 20 ? "; …" : "");
  return `${failed.length} of ${messages.length} items of '${node}' failed (${shown}).`;
}

const hashes = new WeakMap<Values, Map<string, string>>();

/** The content of what an input takes, its field of each item alone, as a hash; computed once for the same outputs. */
export function portValueHash(input: PlanInput, produced: Produced, partial: boolean): string {
  const { port, field, all } = portOf(input.source);
  const leavesOut = partial && all && produced.failed !== undefined;
  const name =
    field === undefined && !leavesOut ? port : JSON.stringify([port, field, input.depth, leavesOut]);
  let known = hashes.get(produced.outputs);
  if (!known) hashes.set(produced.outputs, (known = new Map<string, string>()));
  let found = known.get(name);
  if (found === undefined) {
    const value = leavesOut ? takePort(input, produced, partial).value : (produced.outputs[port] ?? null);
    found = contentHash(
      field === undefined ? value : mapLeaves(value, input.depth, (item) => fieldOf(item, field)),
    );
    // Integers that look the same may differ in the digits that a Space gets.
    if (produced.exact) found = hashText(`${found}\n${JSON.stringify(produced.exact)}`);
    known.set(name, found);
  }
  return found;
}

function fieldOf(item: Value, field: string): Value {
  if (typeof item !== "object" || item === null || Array.isArray(item)) return null;
  return (item as Values)[field] ?? null;
}
