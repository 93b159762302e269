import { isUntrusted } from "../files/untrusted-text.ts";
import type { InputId } from "../graph/description.ts";
import { callsService, kindOf } from "../graph/node-kinds.ts";
import { callsOf } from "../graph/calls.ts";
import type { SheetFacts } from "../plan/evaluate.ts";
import type { PlanNode, ResolvedGraph } from "../plan/resolved-graph.ts";
import type { ResultRecord } from "../sheets/store.ts";
import { textsIn } from "../values/texts.ts";
import { isFileRef, type Value } from "../values/value.ts";

/** The untrusted text in what a plan node gives: all of it, or these texts. */
export type UntrustedOutputs = "all" | readonly string[];

const none: readonly string[] = [];

/** Characters. No system has longer paths. */
const longestPath = 4096;

/** Texts of one result that are looked for: each is compared with all that is untrusted. */
const mostPaths = 500;

/** How many functions behind one another are followed where their results were made in an earlier session. */
const longestChain = 200;

/** Whether the value of a canvas input is of somebody else than the author of the workflow and whoever runs it. */
export function isOfOthers(
  input: InputId,
  { sheet, untrustedInputs }: Pick<SheetFacts, "sheet" | "untrustedInputs">,
): boolean {
  return untrustedInputs === true && Object.hasOwn(sheet.inputs, input);
}

/**
 * Says of a plan node which text in its outputs a Space, a model, the author of an imported sheet or a visitor wrote. Bypassed nodes and human
 * steps pass their inputs on. Of a function's stored result, it is each path and address that its untrusted inputs hold as well: so the
 * mark goes along however many functions pass a text on. What a function changes loses it, see `AllowedPaths`.
 */
export function untrustedOutputs(
  resolvedGraph: ResolvedGraph,
  known: SheetFacts,
): (planNode: number) => UntrustedOutputs {
  const ofResults = new WeakMap<ResultRecord, readonly string[]>();

  const outputsOf = (index: number, chain: number): UntrustedOutputs => {
    const planNode = resolvedGraph.planNodes[index]!;
    const { name, node } = planNode;
    const record = known.shown(name);
    if (record?.imported || record?.fallback?.node !== undefined) return "all";
    if (node.kind === "human" && known.untrustedInputs) return "all";
    if (kindOf(node).passesInputsOn || known.sheet.bypassed[name] === true) return together(planNode, chain);
    if (callsService(node)) return "all";
    // What it called may have come from a service, and is in none of its inputs.
    if (callsOf(node).length > 0) return "all";
    return record ? passedOn(planNode, record, chain) : none;
  };

  const entered = ({ inputs }: PlanNode): Value[] =>
    inputs.flatMap(({ source }) =>
      source.kind === "component" && isOfOthers(source.input, known)
        ? [known.sheet.inputs[source.input]!]
        : [],
    );

  const together = (planNode: PlanNode, chain: number): UntrustedOutputs => {
    const all = textsIn(entered(planNode));
    for (const index of planNode.upstream) {
      const outputs = outputsOf(index, chain + 1);
      if (outputs === "all") return "all";
      all.push(...outputs);
    }
    return all.length > 0 ? all : none;
  };

  const passedOn = (planNode: PlanNode, record: ResultRecord, chain: number): readonly string[] => {
    const before = ofResults.get(record);
    if (before || chain > longestChain) return before ?? none;
    const untrusted = entered(planNode);
    for (const { source, from } of planNode.inputs) {
      if (from === undefined) continue;
      const outputs = outputsOf(from, chain + 1);
      if (outputs === "all") untrusted.push(record.inputs[source.name] ?? null);
      else untrusted.push(...outputs);
    }
    const paths = untrusted.length > 0 ? firstOf(pathsIn(Object.values(record.outputs)), mostPaths) : none;
    const passed = paths.filter((path) => isUntrusted(path, () => untrusted));
    ofResults.set(record, passed);
    return passed;
  };

  return (index) => outputsOf(index, 0);
}

function firstOf<Item>(items: Iterable<Item>, count: number): Item[] {
  const first: Item[] = [];
  for (const item of items) if (first.push(item) === count) break;
  return first;
}

/** Texts that can name a file or an address. */
function* pathsIn(value: Value): Generator<string> {
  if (typeof value === "string") {
    if (value.length <= longestPath && /[/\\.]/.test(value)) yield value;
  } else if (typeof value === "object" && value !== null && !isFileRef(value))
    for (const part of Object.values(value)) yield* pathsIn(part);
}
