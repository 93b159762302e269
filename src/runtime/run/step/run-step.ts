import type { Value, Values } from "../../values/value.ts";
import { inputId } from "../../plan/keys.ts";
import type { PlanNode } from "../../plan/resolved-graph.ts";
import { isPromise, type Executor, type Executors, type Maybe, type StepOutput } from "../executor.ts";
import type { ConcurrencyGroup, ConcurrencyGroups } from "../concurrency-groups.ts";
import { missingInput } from "../preflight.ts";
import { withRetries } from "./retries.ts";
import { type StepContext } from "./step.ts";
import { redactResult, redactValue } from "../../failures/secrets.ts";
import { runs } from "../../graph/node-kinds.ts";

/** What a step needs besides its inputs; the same for all items of a plan node. */
export interface StepTools {
  readonly executors: Executors;
  readonly groups: ConcurrencyGroups;
  /** Values of inputs marked "Keep this value": their callables are not called. */
  readonly kept: Readonly<Record<string, Value>>;
}

/** The output of one finished step. */
export interface StepDone extends StepOutput {
  /** Values that callables returned, by input name. */
  readonly drawn: Values;
}

const nothingDrawn: Values = {};

/** The concurrency group of a plan node's steps; undefined if they are not limited. */
export function groupOf(planNode: PlanNode, tools: StepTools): Maybe<ConcurrencyGroup | undefined> {
  if (!runs(planNode.node)) return undefined;
  return executorOf(planNode, tools).group?.(planNode.node);
}

/**
 * Without the person's secrets: whatever a Space, a model or a function says or returns passes here before it is shown or kept.
 */
function withoutSecretsOf(context: StepContext): StepContext {
  return {
    // Read when it is used: an execution makes its signal only for who asks for it.
    get signal() {
      return context.signal;
    },
    get prefetch() {
      return context.prefetch;
    },
    folder: context.folder,
    allowedPaths: context.allowedPaths,
    untrusted: context.untrusted,
    states: context.states,
    exact: context.exact,
    emit: (event) => context.emit(redactValue(event)),
  };
}

/** Runs a plan node once: waits for its concurrency group, calls the callables, runs, and retries transient failures. */
export function runStep(
  planNode: PlanNode,
  inputs: Values,
  group: ConcurrencyGroup | undefined,
  tools: StepTools,
  given: StepContext,
): Maybe<StepDone> {
  const context = withoutSecretsOf(given);
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
  const missing = missingInput(planNode);
  if (missing) throw missing;
  const callables = planNode.inputs.filter(({ source }) => source.kind === "callable");
  if (callables.length === 0) return finish(run(planNode, inputs, tools, context), nothingDrawn);

  const drawn: Record<string, Value> = {};
  const toDraw: string[] = [];
  for (const { source } of callables) {
    const kept = tools.kept[inputId(planNode.name, source.name)];
    if (kept === undefined) toDraw.push(source.name);
    else drawn[source.name] = kept;
  }
  const values = toDraw.length === 0 ? nothingDrawn : tools.executors.draw(planNode, toDraw, context);
  const withDrawn = (newlyDrawn: Values): Maybe<StepDone> => {
    const all = { ...drawn, ...newlyDrawn };
    return finish(run(planNode, { ...inputs, ...all }, tools, context), all);
  };
  return isPromise(values) ? values.then(withDrawn) : withDrawn(values);
}

function run(planNode: PlanNode, inputs: Values, tools: StepTools, context: StepContext): Maybe<StepOutput> {
  if (!runs(planNode.node)) throw new Error("A card of inputs does not run.");
  const { node } = planNode;
  const executor = executorOf(planNode, tools);
  if (!executor.retries) return executor.run(node, inputs, context);
  return withRetries(context, async () => executor.run(node, inputs, context));
}

function finish(output: Maybe<StepOutput>, drawn: Values): Maybe<StepDone> {
  const clean = (done: StepOutput): StepDone => ({
    ...done,
    outputs: redactResult(done.outputs),
    ...(done.unnamed ? { unnamed: redactValue(done.unnamed) } : {}),
    drawn: redactResult(drawn),
  });
  return isPromise(output) ? output.then(clean) : clean(output);
}

/** The cast: `byKind` has an executor of the matching kind for each kind, which TypeScript cannot express over a union. */
function executorOf(planNode: PlanNode, tools: StepTools): Executor {
  if (!runs(planNode.node)) throw new Error("A card of inputs does not run.");
  return tools.executors.byKind[planNode.node.kind] as unknown as Executor;
}
