import { randomUUID } from "node:crypto";
import type { InputId } from "../graph/description.ts";
import type { Value, Values } from "../values/value.ts";
import { canvasValue, type Known } from "../plan/evaluate.ts";
import { inputId, type KeyContext } from "../plan/keys.ts";
import type { Outline, Unit } from "../plan/outline.ts";
import { take, type Produced } from "../plan/produced.ts";
import type { ResultId } from "../sheets/store.ts";
import type { GivenInput } from "./items.ts";

/** Where a result comes from, as its record tells. */
export interface Origin {
  readonly canvas: Readonly<Record<InputId, Value>>;
  readonly picks: Readonly<Record<string, string>>;
  readonly upstream: Readonly<Record<string, ResultId>>;
}

export function newResultId(): ResultId {
  return randomUUID();
}

/** The inputs of a unit with their values; callables and defaults are not among them. */
export function givenInputs(
  unit: Unit,
  context: KeyContext,
  isForeign: (unit: number) => boolean,
): GivenInput[] {
  const given: GivenInput[] = [];
  for (const input of unit.inputs) {
    const { source, depth } = input;
    const { name } = source;
    if (source.kind === "component") {
      const value = context.canvasValue(source.input, source.component);
      given.push({ name, value, depth: 0, blockedDepth: 0, from: name });
    } else if (source.kind === "fixed") {
      const value = context.fixedValue(unit.name, name, source.value);
      given.push({ name, value, depth: 0, blockedDepth: 0, from: name });
    } else if (source.kind === "port") {
      const produced = context.produced(input.from!);
      if (!produced) throw new Error(`The input '${name}' of '${unit.name}' has no value yet.`);
      const taken = take(input, produced, context.takesPartial(inputId(unit.name, name)));
      const { node, port, field } = source.from;
      const from = `${node}.${port}`;
      given.push({
        name,
        value: taken.value,
        depth,
        field,
        blocked: taken.blocked,
        blockedDepth: taken.depth,
        from,
        foreign: isForeign(input.from!),
      });
    }
  }
  return given;
}

/**
 * Whether a Space or a model wrote what a unit gives, or whoever exported a sheet: one that was bypassed and a person's step
 * hand on what they got.
 */
export function givesForeign(outline: Outline, known: Known): (unit: number) => boolean {
  const isForeign = (index: number): boolean => {
    const { name, node, upstream } = outline.units[index]!;
    if (known.shown(name)?.imported) return true;
    const handsOn = node.kind === "human" || known.sheet.bypassed[name] === true;
    return handsOn ? upstream.some(isForeign) : node.kind === "gradio" || node.kind === "inference";
  };
  return isForeign;
}

/** The canvas inputs, picks and upstream results that take part in a unit's result. */
export function originOf(
  unit: Unit,
  outline: Outline,
  known: Known,
  produced: (unit: number) => Produced | undefined,
): Origin {
  const upstream: Record<string, ResultId> = {};
  const before: Produced[] = [];
  for (const index of unit.upstream) {
    const one = produced(index);
    if (!one) continue;
    before.push(one);
    if (one.result !== undefined) upstream[outline.units[index]!.name] = one.result;
  }
  const own: Record<InputId, Value> = {};
  for (const { source } of unit.inputs) {
    if (source.kind === "component") own[source.input] = canvasValue(source.input, source.component, known);
  }
  const picks = unit.choice === undefined ? {} : { [unit.choice]: unit.name };
  return {
    canvas: merged(
      before.map(({ canvas }) => canvas),
      own,
    ),
    picks: merged(
      before.map((one) => one.picks),
      picks,
    ),
    upstream,
  };
}

/** Keeps the one object there is, so that long chains share it. */
function merged<T>(
  records: readonly Readonly<Record<string, T>>[],
  own: Readonly<Record<string, T>>,
): Readonly<Record<string, T>> {
  const filled = [...records, own].filter((record) => Object.keys(record).length > 0);
  const [first, second] = filled;
  if (!second || filled.every((record) => record === first)) return first ?? own;
  return Object.assign({}, ...filled) as Record<string, T>;
}

/** The inputs as a record keeps them. */
export function inputValues(given: readonly GivenInput[]): Values {
  const values: Record<string, Value> = {};
  for (const { name, value } of given) values[name] = value;
  return values;
}
