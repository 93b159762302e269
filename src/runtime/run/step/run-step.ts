import type { StepDone, StepTools } from "./step-done.ts";
import type { Value, Values } from "../../values/value.ts";
import { inputId } from "../../plan/keys.ts";
import type { PlanNode } from "../../plan/resolved-graph.ts";
import { isPromise, type Executor, type Maybe, type StepOutput } from "../executor.ts";
import type { ConcurrencyGroup } from "../concurrency-groups.ts";
import { missingInput } from "../preflight.ts";
import type { FallbackDescription, StepDescription } from "../../graph/description.ts";
import type { StepFailure } from "../../failures/failure.ts";
import { fallbackInputs, fallbackPlanNode, fallbackUse, withFallback } from "./fallback.ts";
import { defaultRetries, withRetries } from "./retries.ts";
import { withinLimit } from "./time-limit.ts";
import { type StepContext } from "./step.ts";
import { redactResult, redactValue } from "../../failures/secrets.ts";
import { runs } from "../../graph/node-kinds.ts";

export type { StepDone, StepTools };

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
    prefetch: context.prefetch,
    identity: context.identity,
    folder: context.folder,
    allowedPaths: context.allowedPaths,
    untrusted: context.untrusted,
    states: context.states,
    calls: context.calls,
    exact: context.exact,
    emit: (event) => context.emit(redactValue(event)),
  };
}

/**
 * Runs a plan node once: waits for its concurrency group, calls the callables, runs, retries, and where it failed for good takes
 * its fallback.
 */
export function runStep(
  planNode: PlanNode,
  inputs: Values,
  group: ConcurrencyGroup | undefined,
  tools: StepTools,
  given: StepContext,
): Maybe<StepDone> {
  const context = withoutSecretsOf(given);
  const got: Got = { inputs, drawn: nothingDrawn };
  const { fallback } = stepOf(planNode);
  if (!fallback) return inItsTurn(planNode, got, group, tools, context);
  return withFallback(
    () => inItsTurn(planNode, got, group, tools, context),
    (failure) => runFallback(planNode, fallback, failure, got, tools, context),
    context,
  );
}

/** What a step has got so far. */
interface Got {
  inputs: Values;
  drawn: Values;
}

/** After the step gave up its place in its concurrency group, since the fallback may need one in the same. */
async function runFallback(
  planNode: PlanNode,
  fallback: FallbackDescription,
  failure: StepFailure,
  { inputs, drawn }: Got,
  tools: StepTools,
  context: StepContext,
): Promise<StepDone> {
  if (fallback.kind === "value") {
    const done = await finish(tools.executors.fallback(planNode, failure.message, context), drawn);
    return { ...done, fallback: fallbackUse(failure) };
  }
  const other = fallbackPlanNode(planNode, fallback);
  const group = await groupOf(other, tools);
  const values = fallbackInputs(fallback, inputs, tools);
  const done = await runStep(other, values, group, tools, {
    ...withoutPrefetch(context),
    states: undefined,
    // The key is that of the node that failed.
    identity: undefined,
  });
  const { outputs, exact, misfit } = done;
  const by = done.fallback ? done.fallback.node : other.name;
  return { outputs, exact, misfit, drawn, fallback: fallbackUse(failure, by) };
}

function inItsTurn(
  planNode: PlanNode,
  got: Got,
  group: ConcurrencyGroup | undefined,
  tools: StepTools,
  context: StepContext,
): Maybe<StepDone> {
  if (!group) return drawAndRun(planNode, got, tools, context);
  context.emit({ type: "phase", phase: { kind: "waiting" } });
  return tools.groups.run(group, context.signal, async () => drawAndRun(planNode, got, tools, context));
}

function drawAndRun(planNode: PlanNode, got: Got, tools: StepTools, context: StepContext): Maybe<StepDone> {
  context.emit({ type: "phase", phase: { kind: "running" } });
  const missing = missingInput(planNode);
  if (missing) throw missing;
  const callables = planNode.inputs.filter(({ source }) => source.kind === "callable");
  if (callables.length === 0) return finish(run(planNode, got.inputs, tools, context), nothingDrawn);

  const drawn: Record<string, Value> = {};
  const toDraw: string[] = [];
  for (const { source } of callables) {
    const kept = tools.kept[inputId(planNode.name, source.name)];
    if (kept === undefined) toDraw.push(source.name);
    else drawn[source.name] = kept;
  }
  const values = toDraw.length === 0 ? nothingDrawn : tools.executors.draw(planNode, toDraw, context);
  const withDrawn = (newlyDrawn: Values): Maybe<StepDone> => {
    got.drawn = { ...drawn, ...newlyDrawn };
    got.inputs = { ...got.inputs, ...got.drawn };
    return finish(run(planNode, got.inputs, tools, context), got.drawn);
  };
  return isPromise(values) ? values.then(withDrawn) : withDrawn(values);
}

function run(planNode: PlanNode, inputs: Values, tools: StepTools, context: StepContext): Maybe<StepOutput> {
  const node = stepOf(planNode);
  const executor = executorOf(planNode, tools);
  const limit = executor.endsInTime ? undefined : node.timeout;
  const attempt = (own: StepContext): Maybe<StepOutput> =>
    limit === undefined
      ? executor.run(node, inputs, own)
      : withinLimit(limit, own, (limited) => executor.run(node, inputs, limited));
  const retries = node.retries ?? (executor.retries ? defaultRetries : 0);
  if (retries === 0 && !executor.retries) return attempt(context);
  return withRetries(context, (number) => attempt(number === 1 ? context : withoutPrefetch(context)), {
    retries,
    ofAny: !executor.retries,
  });
}

/** A call that was sent ahead is for the first try of its own node. */
function withoutPrefetch(context: StepContext): StepContext {
  return { ...context, prefetch: undefined };
}

function stepOf({ node }: PlanNode): StepDescription {
  if (!runs(node)) throw new Error("A card of inputs does not run.");
  // Choices are resolved to their variants before they are run.
  return node;
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
  return tools.executors.byKind[stepOf(planNode).kind] as unknown as Executor;
}
