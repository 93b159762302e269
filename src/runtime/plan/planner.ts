import type { RunPreview } from "../protocol/canvas.ts";
import type { ResultId } from "../sheets/store.ts";
import { evaluate, type Evaluation, type Known } from "./evaluate.ts";
import { lookUp } from "./look-up.ts";
import type { Outline, Unit } from "./outline.ts";

/** What is to be run. */
export type Scope =
  | { readonly type: "all"; readonly forced?: boolean }
  /** These nodes and what they need. */
  | { readonly type: "to"; readonly nodes: readonly string[]; readonly forced?: boolean }
  /** One node alone on the shown upstream results, drawing anew. `items`: only these of a scattered node. */
  | { readonly type: "step"; readonly node: string; readonly items?: readonly number[] };

export type PlanStep =
  /** The shown result, or the other one named, counts. */
  | { readonly action: "reuse"; readonly unit: Unit; readonly result?: ResultId }
  | { readonly action: "run"; readonly unit: Unit; readonly why: string; readonly forced: boolean }
  /** Something upstream runs: whether this has to run is known when that is finished. */
  | { readonly action: "check"; readonly unit: Unit; readonly why: string }
  /** A card of inputs, or a bypassed node: its value is taken from what stands in front of it. */
  | { readonly action: "pass"; readonly unit: Unit };

export interface Plan {
  readonly outline: Outline;
  readonly scope: Scope;
  /** Upstream before downstream; what is not among them is used as it is shown. */
  readonly steps: readonly PlanStep[];
  readonly evaluations: readonly Evaluation[];
}

/** Decides what runs, and why. Pure; throws where the scope names no node of the graph. */
export function plan(
  outline: Outline,
  known: Known,
  scope: Scope,
  evaluations: readonly Evaluation[] = evaluate(outline, known),
): Plan {
  const steps: PlanStep[] = [];
  // By unit: whether what it gives differs, or may differ, from what the sheet shows of it.
  const changes = new Array<boolean>(outline.units.length).fill(false);
  const wanted = wantedUnits(outline, known, scope, evaluations);
  for (const unit of outline.units) {
    if (!wanted[unit.index]) continue;
    const step = stepOf(unit, known, scope, evaluations[unit.index]!, changes);
    steps.push(step);
    changes[unit.index] =
      step.action === "reuse"
        ? step.result !== undefined
        : step.action !== "pass" || unit.upstream.some((index) => changes[index]);
  }
  return { outline, scope, steps, evaluations };
}

function wantedUnits(
  outline: Outline,
  known: Known,
  scope: Scope,
  evaluations: readonly Evaluation[],
): boolean[] {
  const wanted = new Array<boolean>(outline.units.length).fill(false);
  if (scope.type === "step") {
    wanted[unitNamed(outline, scope.node).index] = true;
    return wanted;
  }
  if (scope.type === "to") for (const name of scope.nodes) wanted[unitNamed(outline, name).index] = true;
  else for (const unit of outline.units) wanted[unit.index] = unit.picked;
  // A pin needs nothing upstream; in Run all a unit may be wanted for itself and for nobody downstream.
  for (let index = outline.units.length - 1; index >= 0; index--) {
    if (!wanted[index] || isPinned(evaluations[index]!, known)) continue;
    for (const upstream of outline.units[index]!.upstream) wanted[upstream] = true;
  }
  return wanted;
}

function unitNamed(outline: Outline, name: string): Unit {
  const unit = outline.byName.get(name);
  if (unit) return unit;
  throw new Error(`The graph '${outline.graph.name}' has no node '${name}'.`);
}

function isPinned({ unit, shown }: Evaluation, known: Known): boolean {
  return shown !== undefined && lookUp(known.sheet.pinned, unit.name) === shown.id;
}

function stepOf(
  unit: Unit,
  known: Known,
  scope: Scope,
  evaluation: Evaluation,
  changes: readonly boolean[],
): PlanStep {
  if (unit.node.kind === "input") return { action: "pass", unit };
  if (scope.type === "step") return { action: "run", unit, why: "forced", forced: true };
  if (isPinned(evaluation, known)) return { action: "reuse", unit };
  if (lookUp(known.sheet.bypassed, unit.name)) return { action: "pass", unit };
  if (scope.forced) return { action: "run", unit, why: "forced", forced: true };
  if (unit.upstream.some((index) => changes[index])) return { action: "check", unit, why: "upstream runs" };
  if (evaluation.valid) return { action: "reuse", unit };
  const other = known.withKey(unit.name, evaluation.key!);
  if (other !== undefined && other !== evaluation.shown?.id) return { action: "reuse", unit, result: other };
  return { action: "run", unit, why: whyOf(evaluation), forced: false };
}

function whyOf({ freshness }: Evaluation): string {
  return freshness.kind === "stale" ? freshness.reasons.join(", ") : "missing";
}

/** What a plan would do, in the words and numbers that a canvas shows. */
export function previewOf(plan: Plan, durationOf: (node: string) => number | undefined): RunPreview {
  const run = plan.steps.flatMap((step) =>
    step.action === "run" || step.action === "check" ? [{ node: step.unit.name, why: step.why }] : [],
  );
  const reused = plan.steps.flatMap((step) => (step.action === "reuse" ? [step.unit.name] : []));
  return { run, reused, estimate: estimate(plan, durationOf) };
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
    const { unit } = step;
    let end = unit.upstream.reduce((latest, index) => Math.max(latest, ends.get(index) ?? 0), 0);
    if (step.action === "run" || step.action === "check") {
      const duration = durationOf(unit.name);
      if (duration === undefined) return undefined;
      end += duration;
      if (unit.node.kind === "fn" && !unit.node.concurrent) inLine += duration;
    }
    ends.set(unit.index, end);
    last = Math.max(last, end);
  }
  return Math.max(last, inLine);
}
