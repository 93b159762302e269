import type { RunPreview } from "../protocol/canvas.ts";
import type { ResultId } from "../sheets/store.ts";
import { evaluate, type Evaluation, type SheetFacts } from "./evaluate.ts";
import { countsSince } from "./age.ts";
import { entryOf } from "./entry-of.ts";
import { placesOf, type KnownPlaces } from "./places.ts";
import type { ResolvedGraph, PlanNode } from "./resolved-graph.ts";
import { runs } from "../graph/node-kinds.ts";

/** What to run. */
export type Scope =
  /** `again`: those that run although their results are fresh. */
  | { readonly type: "all"; readonly forced?: boolean; readonly again?: readonly string[] }
  /** These nodes and what they need. */
  | {
      readonly type: "to";
      readonly nodes: readonly string[];
      readonly forced?: boolean;
      readonly again?: readonly string[];
    }
  /** One node alone on the shown upstream results, drawing again. `items`: only these of a scattered node. */
  | { readonly type: "step"; readonly node: string; readonly items?: readonly number[] };

export type PlanStep =
  /** The shown result, or the other one named, counts. */
  | { readonly action: "reuse"; readonly planNode: PlanNode; readonly result?: ResultId }
  | { readonly action: "run"; readonly planNode: PlanNode; readonly why: string; readonly forced: boolean }
  /** Something upstream runs: whether this has to run is known when that is finished. */
  | { readonly action: "check"; readonly planNode: PlanNode; readonly why: string }
  /** A card of inputs, or a bypassed node: its value is taken from what stands in front of it. */
  | { readonly action: "pass"; readonly planNode: PlanNode };

export interface Plan {
  readonly resolvedGraph: ResolvedGraph;
  readonly scope: Scope;
  /** Upstream before downstream; nodes that are not listed are used with their shown results. */
  readonly steps: readonly PlanStep[];
  readonly evaluations: readonly Evaluation[];
}

/** Decides what runs, and why. Pure; throws where the scope names no node of the graph. */
export function plan(
  resolvedGraph: ResolvedGraph,
  known: SheetFacts,
  scope: Scope,
  evaluations: readonly Evaluation[] = evaluate(resolvedGraph, known),
): Plan {
  const steps: PlanStep[] = [];
  // By plan node: whether what it gives differs, or may differ, from what the sheet shows of it.
  const changes = new Array<boolean>(resolvedGraph.planNodes.length).fill(false);
  const wanted = wantedPlanNodes(resolvedGraph, known, scope, evaluations);
  for (const planNode of resolvedGraph.planNodes) {
    if (!wanted[planNode.index]) continue;
    const step = stepOf(planNode, known, scope, evaluations[planNode.index]!, changes);
    steps.push(step);
    changes[planNode.index] =
      step.action === "reuse"
        ? step.result !== undefined
        : step.action !== "pass" || planNode.upstream.some((index) => changes[index]);
  }
  return { resolvedGraph, scope, steps, evaluations };
}

function wantedPlanNodes(
  resolvedGraph: ResolvedGraph,
  known: SheetFacts,
  scope: Scope,
  evaluations: readonly Evaluation[],
): boolean[] {
  const wanted = new Array<boolean>(resolvedGraph.planNodes.length).fill(false);
  if (scope.type === "step") {
    wanted[planNodeNamed(resolvedGraph, scope.node).index] = true;
    return wanted;
  }
  if (scope.type === "to")
    for (const name of scope.nodes) wanted[planNodeNamed(resolvedGraph, name).index] = true;
  else
    for (const planNode of resolvedGraph.planNodes)
      wanted[planNode.index] = planNode.selected && !planNode.called;
  // A pin needs nothing upstream; in Run all a plan node may be wanted for itself and for nobody downstream.
  for (let index = resolvedGraph.planNodes.length - 1; index >= 0; index--) {
    if (!wanted[index] || isPinned(evaluations[index]!, known)) continue;
    for (const upstream of resolvedGraph.planNodes[index]!.upstream) wanted[upstream] = true;
  }
  return wanted;
}

function planNodeNamed(resolvedGraph: ResolvedGraph, name: string): PlanNode {
  const planNode = resolvedGraph.byName.get(name);
  if (planNode) return planNode;
  throw new Error(`The graph '${resolvedGraph.graph.name}' has no node '${name}'.`);
}

function isPinned({ planNode, shown }: Evaluation, known: SheetFacts): boolean {
  return shown !== undefined && entryOf(known.sheet.pinned, planNode.name) === shown.id;
}

function stepOf(
  planNode: PlanNode,
  known: SheetFacts,
  scope: Scope,
  evaluation: Evaluation,
  changes: readonly boolean[],
): PlanStep {
  if (!runs(planNode.node)) return { action: "pass", planNode };
  if (scope.type === "step") return { action: "run", planNode, why: "forced", forced: true };
  if (isPinned(evaluation, known)) return { action: "reuse", planNode };
  if (entryOf(known.sheet.bypassed, planNode.name)) return { action: "pass", planNode };
  if (scope.forced || isAgain(planNode, scope.again))
    return { action: "run", planNode, why: "forced", forced: true };
  if (planNode.upstream.some((index) => changes[index]))
    return { action: "check", planNode, why: "upstream runs" };
  if (evaluation.valid) return { action: "reuse", planNode };
  const other = known.withKey(planNode.name, evaluation.key!, countsSince(planNode.node));
  if (other !== undefined && other !== evaluation.shown?.id)
    return { action: "reuse", planNode, result: other };
  return { action: "run", planNode, why: whyOf(evaluation), forced: false };
}

function isAgain({ name, choice, selected }: PlanNode, again: readonly string[] = []): boolean {
  return again.includes(name) || (selected && choice !== undefined && again.includes(choice));
}

function whyOf({ freshness }: Evaluation): string {
  return freshness.kind === "stale" ? freshness.reasons.join(", ") : "missing";
}

/**
 * What a plan would do, in the words and numbers that a canvas shows.
 * @param elsewhere where functions may run on other machines
 */
export function previewOf(
  plan: Plan,
  durationOf: (node: string) => number | undefined,
  elsewhere?: KnownPlaces,
): RunPreview {
  const steps = plan.steps.filter((step) => step.action === "run" || step.action === "check");
  const run = steps.map(({ planNode, why }) => ({ node: planNode.name, why }));
  const reused = plan.steps.flatMap((step) => (step.action === "reuse" ? [step.planNode.name] : []));
  const running = steps.map(({ planNode }) => planNode);
  const places = elsewhere && placesOf(running, plan.evaluations, elsewhere);
  return { run, reused, estimate: estimate(plan, durationOf), ...(places && { places }) };
}

/**
 * Milliseconds until the last node is done: the longest way through what runs, but not less than what the functions take
 * that run one at a time. Undefined where a node never ran.
 */
function estimate(plan: Plan, durationOf: (node: string) => number | undefined): number | undefined {
  const ends = new Map<number, number>();
  let inLine = 0;
  let last = 0;
  for (const step of plan.steps) {
    const { planNode } = step;
    let end = planNode.upstream.reduce((latest, index) => Math.max(latest, ends.get(index) ?? 0), 0);
    if (step.action === "run" || step.action === "check") {
      const duration = durationOf(planNode.name);
      if (duration === undefined) return undefined;
      end += duration;
      if (planNode.node.kind === "fn" && !planNode.node.concurrent) inLine += duration;
    }
    ends.set(planNode.index, end);
    last = Math.max(last, end);
  }
  return Math.max(last, inLine);
}
