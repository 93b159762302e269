import type { Value, Values } from "../values/value.ts";
import { inputId } from "../plan/keys.ts";
import type { PlanNode } from "../plan/resolved-graph.ts";
import { isPromise, type Executor, type Executors, type Maybe, type StepOutput } from "./executor.ts";
import type { ConcurrencyGroup, ConcurrencyGroups } from "./concurrency-groups.ts";
import { withRetries } from "./retries.ts";
import { type StepContext } from "./step.ts";
import { StepError } from "../failures/failure.ts";
import { runs } from "../graph/node-kinds.ts";

/** What running needs besides the inputs; the same for all items of a plan node. */
export interface StepTools {
  readonly executors: Executors;
  readonly groups: ConcurrencyGroups;
  /** "Keep this value": inputs whose callables do not draw. */
  readonly kept: Readonly<Record<string, Value>>;
}

/** One finished run of a plan node. */
export interface StepDone extends StepOutput {
  /** What callables drew, by input name. */
  readonly drawn: Values;
}

const nothingDrawn: Values = {};

/** Where a plan node's steps have to wait for a place. */
export function groupOf(planNode: PlanNode, tools: StepTools): Maybe<ConcurrencyGroup | undefined> {
  if (!runs(planNode.node)) return undefined;
  return executorOf(planNode, tools).group?.(planNode.node);
}

/** Runs a plan node once: waits for a place, draws the callables, runs, tries again where that may help. */
export function runStep(
  planNode: PlanNode,
  inputs: Values,
  group: ConcurrencyGroup | undefined,
  tools: StepTools,
  context: StepContext,
): Maybe<StepDone> {
  if (!group) return drawAndRun(planNode, inputs, tools, context);
  context.emit({ type: "phase", phase: { kind: "waiting" } });
  return tools.groups.run(group, context.signal, async () => drawAndRun(planNode, inputs, tools, context));
}

function drawAndRun(
  planNode: PlanNode,
  inputs: Values,
  tools: StepTools,
  context: StepContext,
): Maybe<StepDone> {
  context.emit({ type: "phase", phase: { kind: "running" } });
  const missing = planNode.inputs.find(({ source }) => source.kind === "missing");
  if (missing) throw missingInput(planNode, missing.source.name);
  const callables = planNode.inputs.filter(({ source }) => source.kind === "callable");
  if (callables.length === 0) return finish(run(planNode, inputs, tools, context), nothingDrawn);

  const drawn: Record<string, Value> = {};
  const toDraw: string[] = [];
  for (const { source } of callables) {
    const kept = tools.kept[inputId(planNode.name, source.name)];
    if (kept === undefined) toDraw.push(source.name);
    else drawn[source.name] = kept;
  }
  const fresh = toDraw.length === 0 ? nothingDrawn : tools.executors.draw(planNode, toDraw, context);
  const withDrawn = (values: Values): Maybe<StepDone> => {
    const all = { ...drawn, ...values };
    return finish(run(planNode, { ...inputs, ...all }, tools, context), all);
  };
  return isPromise(fresh) ? fresh.then(withDrawn) : withDrawn(fresh);
}

function run(planNode: PlanNode, inputs: Values, tools: StepTools, context: StepContext): Maybe<StepOutput> {
  if (!runs(planNode.node)) throw new Error("A card of inputs does not run.");
  const { node } = planNode;
  const executor = executorOf(planNode, tools);
  if (!executor.retries) return executor.run(node, inputs, context);
  return withRetries(context, async () => executor.run(node, inputs, context));
}

function finish(output: Maybe<StepOutput>, drawn: Values): Maybe<StepDone> {
  return isPromise(output) ? output.then((done) => ({ ...done, drawn })) : { ...output, drawn };
}

/** The registry holds for each kind an executor of exactly that kind, which TypeScript cannot follow through a union. */
function executorOf(planNode: PlanNode, tools: StepTools): Executor {
  if (!runs(planNode.node)) throw new Error("A card of inputs does not run.");
  return tools.executors.byKind[planNode.node.kind] as unknown as Executor;
}

function missingInput(planNode: PlanNode, name: string): StepError {
  return new StepError({
    message: `The input '${name}' of '${planNode.name}' has neither a value nor a default.`,
    help: `Give '${name}' an entry in the node's inputs, or a default in the function.`,
    at: planNode.node.source,
  });
}
