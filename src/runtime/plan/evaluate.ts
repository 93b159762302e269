import { initialValue, namesFile } from "../components/component-queries.ts";
import type { InputId } from "../graph/description.ts";
import type { ComponentDescription } from "../components/description.ts";
import type { Value } from "../values/value.ts";
import type { Freshness } from "../protocol/canvas.ts";
import type { KeyParts, ResultId, ResultRecord, SheetState } from "../sheets/store.ts";
import { ageReason, countsSince, isMadeSince } from "./age.ts";
import { bypassed } from "./bypass.ts";
import { incompleteReason, staleReasons } from "./stale-reasons.ts";
import { asCalled } from "./called.ts";
import { incompleteKey, inputId, keyOf, keyOfParts, partsOf, type KeyContext } from "./keys.ts";
import { entryOf } from "./entry-of.ts";
import type { ResolvedGraph, PlanNode } from "./resolved-graph.ts";
import { producedBy, type Produced } from "./produced.ts";
import { runs } from "../graph/node-kinds.ts";

/** What planning has to know of a sheet. It is read synchronously: everything needed is in memory. */
export interface SheetFacts {
  readonly sheet: SheetState;
  /** The selected result of a node, else its newest. */
  shown(node: string): ResultRecord | undefined;
  /** Any result of a node that was made under a key, since then. */
  withKey(node: string, key: string, since?: number): ResultId | undefined;
  acceptedCommit(node: string): string | undefined;
  /** Component values and fixed inputs that are files, taken in from the workflow file's folder. */
  fileInput(input: InputId): Value | undefined;
  /** Whether others enter the canvas inputs, since the workflow is served: their text names no file of this machine. */
  readonly untrustedInputs?: boolean;
}

/** One plan node as the sheet shows it. */
export interface Evaluation {
  readonly planNode: PlanNode;
  readonly freshness: Freshness;
  /** Undefined for cards of inputs and bypassed nodes, which have no results. */
  readonly parts?: KeyParts;
  /** The node's present key, on the shown upstream results. */
  readonly key?: string;
  readonly shown?: ResultRecord;
  /** The shown result counts for the present key, whatever is upstream of upstream. */
  readonly valid: boolean;
  /** Only failed items keep the shown result from being valid. */
  readonly incomplete?: boolean;
  /** What downstream gets from the shown result. */
  readonly produced?: Produced;
}

const unchanging: Freshness = { kind: "fresh" };
const missing: Freshness = { kind: "missing" };

/** Judges every plan node, upstream first. Pure, but for the time where results have an age. */
export function evaluate(resolvedGraph: ResolvedGraph, known: SheetFacts): Evaluation[] {
  const found: Evaluation[] = [];
  const context = keyContext(resolvedGraph, known, (index) => found[index]?.produced);
  for (const planNode of resolvedGraph.planNodes)
    found.push(judge(planNode, found, resolvedGraph, known, context));
  return found;
}

/** How keys look at a sheet and at what upstream plan nodes gave. */
export function keyContext(
  resolvedGraph: ResolvedGraph,
  known: SheetFacts,
  produced: (planNode: number) => Produced | undefined,
): KeyContext {
  const { sheet } = known;
  const context: KeyContext = {
    canvasValue: (input, component) => canvasValue(input, component, known),
    fixedValue: (node, input, value) => known.fileInput(inputId(node, input)) ?? value,
    produced,
    takesPartial: (input) => entryOf(sheet.partial, input) === true,
    acceptedCommit: (node) => known.acceptedCommit(node),
    calledKey: (node) => keyOf(partsOf(resolvedGraph.byName.get(node)!, context)),
  };
  return context;
}

const initial = new WeakMap<ComponentDescription, Value>();

function untouched(component: ComponentDescription): Value {
  let value = initial.get(component);
  if (value === undefined) initial.set(component, (value = initialValue(component)));
  return value;
}

/** The value of an input on the canvas: what the person set (null, where they took it away), else the component's own. */
export function canvasValue(
  input: InputId,
  component: ComponentDescription,
  known: Pick<SheetFacts, "sheet" | "fileInput">,
): Value {
  const given = entryOf(known.sheet.inputs, input);
  // An imported sheet may say anything; see `namesFile`.
  if (given !== undefined && !namesFile(component, given)) return given;
  return ownValue(input, component, known);
}

/** The value of an input on the canvas that nobody touched: what the workflow file says. */
export function ownValue(
  input: InputId,
  component: ComponentDescription,
  known: Pick<SheetFacts, "fileInput">,
): Value {
  return known.fileInput(input) ?? untouched(component);
}

function judge(
  planNode: PlanNode,
  found: readonly Evaluation[],
  resolvedGraph: ResolvedGraph,
  known: SheetFacts,
  context: KeyContext,
): Evaluation {
  if (!runs(planNode.node)) {
    return { planNode, freshness: unchanging, valid: true, produced: inputsProduced(planNode, known) };
  }
  const upstreamFresh = planNode.upstream.every((index) => isSettled(found[index]!, planNode, known));
  if (entryOf(known.sheet.bypassed, planNode.name)) {
    const produced = bypassed(planNode, context);
    const freshness: Freshness = !produced
      ? missing
      : upstreamFresh
        ? { kind: "fresh", because: "bypassed" }
        : { kind: "stale", reasons: ["upstream changed"] };
    return { planNode, freshness, valid: upstreamFresh && produced !== undefined, produced };
  }
  const shown = known.shown(planNode.name);
  const parts = asCalled(partsOf(planNode, context), shown);
  const key = keyOfParts(parts, shown);
  if (!shown) return { planNode, freshness: missing, parts, key, valid: false };
  const produced = producedBy(shown);
  const base = { planNode, parts, key, shown, produced };
  if (entryOf(known.sheet.pinned, planNode.name) === shown.id) {
    return { ...base, freshness: { kind: "fresh", because: "pinned" }, valid: true };
  }
  if (entryOf(known.sheet.marked, planNode.name) === key) {
    return { ...base, freshness: { kind: "fresh", because: "marked" }, valid: true };
  }
  if (shown.key === key) {
    if (!isMadeSince(shown, countsSince(planNode.node))) {
      return { ...base, freshness: { kind: "stale", reasons: [ageReason(planNode.node)] }, valid: false };
    }
    if (upstreamFresh) return { ...base, freshness: unchanging, valid: true };
    return { ...base, freshness: { kind: "stale", reasons: ["upstream changed"] }, valid: true };
  }
  const incomplete = upstreamFresh && shown.key === incompleteKey(key);
  const why = staleReasons(planNode, shown, parts, resolvedGraph.selectedVariants);
  if (why.length === 0) why.push(incompleteReason(shown) ?? "upstream changed");
  return { ...base, freshness: { kind: "stale", reasons: why }, valid: false, incomplete };
}

/** Whether a plan node's result is what those downstream may rely on: all of it, or by the person's word what worked of it. */
function isSettled(upstream: Evaluation, user: PlanNode, { sheet }: SheetFacts): boolean {
  if (upstream.freshness.kind === "fresh") return true;
  if (!upstream.incomplete) return false;
  return user.inputs.every(({ source, from }) => {
    if (from !== upstream.planNode.index || source.kind !== "port") return true;
    return source.from.all && sheet.partial[inputId(user.name, source.name)] === true;
  });
}

/** A card of inputs gives the values of its components. */
export function inputsProduced(planNode: PlanNode, known: SheetFacts): Produced {
  const outputs: Record<string, Value> = {};
  const canvas: Record<InputId, Value> = {};
  for (const { source } of planNode.inputs) {
    if (source.kind !== "component") continue;
    const value = canvasValue(source.input, source.component, known);
    outputs[source.name] = value;
    canvas[source.input] = value;
  }
  return { outputs, canvas, picks: {} };
}
