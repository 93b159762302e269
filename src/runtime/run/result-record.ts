import { randomUUID } from "node:crypto";
import type { InputId } from "../graph/description.ts";
import type { Value, Values } from "../values/value.ts";
import { canvasValue, type SheetFacts } from "../plan/evaluate.ts";
import { inputId, type KeyContext } from "../plan/keys.ts";
import type { ResolvedGraph, PlanNode } from "../plan/resolved-graph.ts";
import { takePort, type Produced } from "../plan/produced.ts";
import type { CallOrigin, ResultId } from "../sheets/store.ts";
import type { ResolvedInput } from "./scatter/scatter-items.ts";
import { isOfOthers, type UntrustedOutputs } from "./untrusted-outputs.ts";

/** What a result was made from, as stored in its record. */
export interface ResultOrigin {
  readonly canvas: Readonly<Record<InputId, Value>>;
  readonly picks: Readonly<Record<string, string>>;
  readonly upstream: Readonly<Record<string, ResultId>>;
  /** Set where a function called the node. */
  readonly call?: CallOrigin;
}

export function newResultId(): ResultId {
  return randomUUID();
}

/** The inputs of a plan node with their values, without callables and defaults. */
export function resolveInputs(
  planNode: PlanNode,
  context: KeyContext,
  untrustedOf: (planNode: number) => UntrustedOutputs,
  known: Pick<SheetFacts, "sheet" | "untrustedInputs">,
): ResolvedInput[] {
  const inputs: ResolvedInput[] = [];
  for (const input of planNode.inputs) {
    const { source, depth } = input;
    const { name } = source;
    if (source.kind === "component") {
      const value = context.canvasValue(source.input, source.component);
      const untrusted = isOfOthers(source.input, known) ? [value] : [];
      inputs.push({ name, value, depth: 0, blockedDepth: 0, from: name, untrusted });
    } else if (source.kind === "fixed") {
      const value = context.fixedValue(planNode.name, name, source.value);
      inputs.push({ name, value, depth: 0, blockedDepth: 0, from: name });
    } else if (source.kind === "port") {
      const produced = context.produced(input.from!);
      if (!produced) throw new Error(`The input '${name}' of '${planNode.name}' has no value yet.`);
      const taken = takePort(input, produced, context.takesPartial(inputId(planNode.name, name)));
      const { node, port, field } = source.from;
      const from = `${node}.${port}`;
      const untrusted = untrustedOf(input.from!);
      inputs.push({
        name,
        value: taken.value,
        depth,
        field,
        blocked: taken.blocked,
        blockedDepth: taken.depth,
        from,
        untrusted: untrusted === "all" ? [taken.value] : untrusted,
        ...(produced.exact && { exact: produced.exact }),
      });
    }
  }
  return inputs;
}

/** The canvas inputs, selected variants and upstream results that a plan node's result depends on. */
export function originOf(
  planNode: PlanNode,
  resolvedGraph: ResolvedGraph,
  known: SheetFacts,
  produced: (planNode: number) => Produced | undefined,
): ResultOrigin {
  const upstream: Record<string, ResultId> = {};
  const before: Produced[] = [];
  for (const index of planNode.upstream) {
    const output = produced(index);
    if (!output) continue;
    before.push(output);
    if (output.result !== undefined) upstream[resolvedGraph.planNodes[index]!.name] = output.result;
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
      before.map(({ picks: earlier }) => earlier),
      picks,
    ),
    upstream,
  };
}

/** Merges records. If only one has entries, returns it itself, so that long chains share one object. */
function merged<T>(
  records: readonly Readonly<Record<string, T>>[],
  own: Readonly<Record<string, T>>,
): Readonly<Record<string, T>> {
  const filled = [...records, own].filter((record) => Object.keys(record).length > 0);
  const [first, second] = filled;
  if (!second || filled.every((record) => record === first)) return first ?? own;
  return Object.assign({}, ...filled) as Record<string, T>;
}

/** The inputs by name, as stored in a result record. */
export function inputValues(inputs: readonly ResolvedInput[]): Values {
  const values: Record<string, Value> = {};
  for (const { name, value } of inputs) values[name] = value;
  return values;
}
