import { StepError, failureOf, type StepFailure } from "../../failures/failure.ts";
import type { FallbackDescription, StepDescription } from "../../graph/description.ts";
import { inputId } from "../../plan/keys.ts";
import type { PlanNode } from "../../plan/resolved-graph.ts";
import type { FallbackUse } from "../../sheets/store.ts";
import { setOwn, type Value, type Values } from "../../values/value.ts";
import type { Maybe } from "../executor.ts";
import type { StepDone, StepTools } from "./step-done.ts";
import type { StepContext } from "./step.ts";

/** Characters of the reason that cards and lists show. */
const longestReason = 200;

/** Runs a step, and takes its fallback where it fails. A step that was stopped has not failed. */
export async function withFallback(
  step: () => Maybe<StepDone>,
  fallback: (failure: StepFailure) => Promise<StepDone>,
  context: StepContext,
): Promise<StepDone> {
  const failed = (error: unknown): StepFailure => {
    if (context.signal.aborted) throw error;
    return failureOf(error);
  };
  let failure: StepFailure;
  try {
    const done = await step();
    if (!done.misfit) return done;
    ({ failure } = done.misfit);
  } catch (error) {
    failure = failed(error);
  }
  context.emit({
    type: "log",
    stream: "log",
    text: `It failed, and its fallback is taken: ${failure.message}\n`,
  });
  try {
    const done = await fallback(failure);
    if (!done.misfit) return done;
    throw new StepError(done.misfit.failure);
  } catch (error) {
    throw bothFailed(failure, failed(error));
  }
}

function bothFailed(first: StepFailure, second: StepFailure): StepError {
  return new StepError({
    ...first,
    message: `${first.message} Its fallback failed too: ${second.message}`,
    causes: [...(first.causes ?? []), second.message, ...(second.causes ?? [])],
    transient: false,
  });
}

/** The mark of a result that came from a fallback. */
export function fallbackUse({ message }: StepFailure, node?: string): FallbackUse {
  const because = message.length > longestReason ? `${message.slice(0, longestReason)}…` : message;
  return { because, ...(node === undefined ? {} : { node }) };
}

type FallbackNode = Extract<FallbackDescription, { kind: "node" }>;

/** A fallback as a plan node in place of the one that failed. Only its own callables are called for it. */
export function fallbackPlanNode(planNode: PlanNode, { node, inputs }: FallbackNode): PlanNode {
  const given = new Map(planNode.node.inputs.map((source) => [source.name, source]));
  const taken = Object.entries(inputs).flatMap(([name, from]) => {
    const source = given.get(from);
    return source ? [{ ...source, name }] : [];
  });
  const whole: StepDescription = { ...node, inputs: [...node.inputs, ...taken] };
  return {
    ...planNode,
    name: node.name,
    node: whole,
    inputs: node.inputs.map((source) => ({ source, depth: 0 })),
    states: undefined,
    after: [],
  };
}

/** What a fallback gets: its own fixed values, and what the node got that failed. */
export function fallbackInputs({ node, inputs }: FallbackNode, got: Values, tools: StepTools): Values {
  const values: Record<string, Value> = {};
  for (const source of node.inputs) {
    if (source.kind !== "fixed") continue;
    const id = inputId(node.name, source.name);
    setOwn(values, source.name, tools.fileInput?.(id) ?? source.value);
  }
  for (const [name, from] of Object.entries(inputs)) {
    const value = got[from];
    if (value !== undefined) setOwn(values, name, value);
  }
  return values;
}
