import { randomUUID } from "node:crypto";
import type { InputId } from "../graph/description.ts";
import type { Value, Values } from "../values/value.ts";
import { canvasValue, type SheetFacts } from "../plan/evaluate.ts";
import { inputId, type KeyContext } from "../plan/keys.ts";
import type { ResolvedGraph, PlanNode } from "../plan/resolved-graph.ts";
import { takePort, type Produced } from "../plan/produced.ts";
import type { ResultId } from "../sheets/store.ts";
import type { ResolvedInput } from "./scatter/scatter-items.ts";
import { callsService, kindOf } from "../graph/node-kinds.ts";

/** Where a result comes from, as its record says. */
export interface Origin {
  readonly canvas: Readonly<Record<InputId, Value>>;
  readonly picks: Readonly<Record<string, string>>;
  readonly upstream: Readonly<Record<string, ResultId>>;
}

export function newResultId(): ResultId {
  return randomUUID();
}

/** The inputs of a plan node with their values; callables and defaults are not among them. */
export function givenInputs(
  planNode: PlanNode,
  context: KeyContext,
  isUntrusted: (planNode: number) => boolean,
): ResolvedInput[] {
  const given: ResolvedInput[] = [];
  for (const input of planNode.inputs) {
    const { source, depth } = input;
    const { name } = source;
    if (source.kind === "component") {
      const value = context.canvasValue(source.input, source.component);
      given.push({ name, value, depth: 0, blockedDepth: 0, from: name });
    } else if (source.kind === "fixed") {
      const value = context.fixedValue(planNode.name, name, source.value);
      given.push({ name, value, depth: 0, blockedDepth: 0, from: name });
    } else if (source.kind === "port") {
      const produced = context.produced(input.from!);
      if (!produced) throw new Error(`The input '${name}' of '${planNode.name}' has no value yet.`);
      const taken = takePort(input, produced, context.takesPartial(inputId(planNode.name, name)));
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
        untrusted: isUntrusted(input.from!),
      });
    }
  }
  return given;
}

/**
 * Whether a Space or a model wrote what a plan node gives, or whoever exported a sheet: one that was bypassed and a person's step
 * hand on what they got.
 */
export function givesUntrusted(
  resolvedGraph: ResolvedGraph,
  known: SheetFacts,
): (planNode: number) => boolean {
  const isUntrusted = (index: number): boolean => {
    const { name, node, upstream } = resolvedGraph.planNodes[index]!;
    if (known.shown(name)?.imported) return true;
    const handsOn = kindOf(node).passesInputsOn || known.sheet.bypassed[name] === true;
    return handsOn ? upstream.some(isUntrusted) : callsService(node);
  };
  return isUntrusted;
}

/** The canvas inputs, picks and upstream results that take part in a plan node's result. */
export function originOf(
  planNode: PlanNode,
  resolvedGraph: ResolvedGraph,
  known: SheetFacts,
  produced: (planNode: number) => Produced | undefined,
): Origin {
  const upstream: Record<string, ResultId> = {};
  const before: Produced[] = [];
  for (const index of planNode.upstream) {
    const one = produced(index);
    if (!one) continue;
    before.push(one);
    if (one.result !== undefined) upstream[resolvedGraph.planNodes[index]!.name] = one.result;
  }
  const own: Record<InputId, Value> = {};
  for (const { source } of planNode.inputs) {
    if (source.kind === "component") own[source.input] = canvasValue(source.input, source.component, known);
  }
  const picks = planNode.choice === undefined ? {} : { [planNode.choice]: planNode.name };
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
export function inputValues(given: readonly ResolvedInput[]): Values {
  const values: Record<string, Value> = {};
  for (const { name, value } of given) values[name] = value;
  return values;
}
