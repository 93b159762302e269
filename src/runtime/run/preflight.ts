import { StepError, type StepFailure } from "../failures/failure.ts";
import { within } from "../failures/network.ts";
import { callsService, runs } from "../graph/node-kinds.ts";
import type { Plan } from "../plan/planner.ts";
import type { PlanNode } from "../plan/resolved-graph.ts";
import { lookUpLimit, type Services } from "./services.ts";

const nothing: ReadonlyMap<string, StepFailure> = new Map();

/**
 * What is certain to fail in a run, found before anything of it runs, so that no call is paid for in vain: inputs without a value,
 * and calls of services that are refused whatever their values are. By the name of the plan node.
 *
 * Empty where no service would be called in vain: where each call needs a node that fails.
 */
export async function preflight(
  { resolvedGraph, steps }: Plan,
  services: Pick<Services, "certainFailure">,
): Promise<ReadonlyMap<string, StepFailure>> {
  const acting = steps.flatMap(({ action, planNode }) =>
    action === "run" || action === "check" ? [planNode] : [],
  );
  const calls = acting.filter(({ node }) => callsService(node));
  if (calls.length === 0 || acting.length === 1) return nothing;
  const failures = new Map<string, StepFailure>();
  for (const planNode of acting) {
    const missing = missingInput(planNode);
    if (missing && !hasFallback(planNode)) failures.set(planNode.name, missing.failure);
  }
  if (calls.length > 1) {
    const signal = within(lookUpLimit);
    await Promise.all(
      calls.map(async (planNode) => {
        const { name, node } = planNode;
        if (failures.has(name) || !callsService(node) || hasFallback(planNode)) return;
        const failure = await services.certainFailure(node, signal);
        if (failure) failures.set(name, { ...failure, at: failure.at ?? node.source });
      }),
    );
  }
  const heldBack = new Set<number>();
  for (const { index, name, upstream } of resolvedGraph.planNodes) {
    if (failures.has(name) || upstream.some((before) => heldBack.has(before))) heldBack.add(index);
  }
  return calls.some(({ index }) => !heldBack.has(index)) ? failures : nothing;
}

/** Where it fails, something else gives its result. */
function hasFallback({ node }: PlanNode): boolean {
  return runs(node) && node.fallback !== undefined;
}

/** The failure of a plan node that has an input without a value. */
export function missingInput(planNode: PlanNode): StepError | undefined {
  const missing = planNode.inputs.find(({ source }) => source.kind === "missing");
  if (!missing) return undefined;
  const { name } = missing.source;
  return new StepError({
    message: `The input '${name}' of '${planNode.name}' has neither a value nor a default.`,
    help: `Give '${name}' an entry in the node's inputs, or a default in the function.`,
    at: planNode.node.source,
  });
}
