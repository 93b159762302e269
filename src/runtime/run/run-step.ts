import type { Value, Values } from "../values/value.ts";
import { inputId } from "../plan/keys.ts";
import type { Unit } from "../plan/outline.ts";
import {
  isPromise,
  type Executor,
  type Executors,
  type Maybe,
  type Slot,
  type StepOutput,
} from "./executor.ts";
import type { Limits } from "./limits.ts";
import { withRetries } from "./retries.ts";
import { type StepContext } from "./step.ts";
import { StepError } from "../failures/failure.ts";

/** What running needs besides the inputs; the same for all items of a unit. */
export interface StepTools {
  readonly executors: Executors;
  readonly limits: Limits;
  /** "Keep this value": inputs whose callables do not draw. */
  readonly kept: Readonly<Record<string, Value>>;
}

/** One finished run of a unit. */
export interface StepDone extends StepOutput {
  /** What callables drew, by input name. */
  readonly drawn: Values;
}

const nothingDrawn: Values = {};

/** Where a unit's steps have to wait for a place. */
export function slotOf(unit: Unit, tools: StepTools): Maybe<Slot | undefined> {
  if (unit.node.kind === "input") return undefined;
  return executorOf(unit, tools).slot?.(unit.node);
}

/** Runs a unit once: waits for a place, draws the callables, runs, tries again where that may help. */
export function runStep(
  unit: Unit,
  inputs: Values,
  slot: Slot | undefined,
  tools: StepTools,
  context: StepContext,
): Maybe<StepDone> {
  if (!slot) return drawAndRun(unit, inputs, tools, context);
  context.emit({ type: "phase", phase: { kind: "waiting" } });
  return tools.limits.run(slot, context.signal, async () => drawAndRun(unit, inputs, tools, context));
}

function drawAndRun(unit: Unit, inputs: Values, tools: StepTools, context: StepContext): Maybe<StepDone> {
  context.emit({ type: "phase", phase: { kind: "running" } });
  const missing = unit.inputs.find(({ source }) => source.kind === "missing");
  if (missing) throw missingInput(unit, missing.source.name);
  const callables = unit.inputs.filter(({ source }) => source.kind === "callable");
  if (callables.length === 0) return finish(run(unit, inputs, tools, context), nothingDrawn);

  const drawn: Record<string, Value> = {};
  const toDraw: string[] = [];
  for (const { source } of callables) {
    const kept = tools.kept[inputId(unit.name, source.name)];
    if (kept === undefined) toDraw.push(source.name);
    else drawn[source.name] = kept;
  }
  const fresh = toDraw.length === 0 ? nothingDrawn : tools.executors.draw(unit, toDraw, context);
  const withDrawn = (values: Values): Maybe<StepDone> => {
    const all = { ...drawn, ...values };
    return finish(run(unit, { ...inputs, ...all }, tools, context), all);
  };
  return isPromise(fresh) ? fresh.then(withDrawn) : withDrawn(fresh);
}

function run(unit: Unit, inputs: Values, tools: StepTools, context: StepContext): Maybe<StepOutput> {
  if (unit.node.kind === "input") throw new Error("A card of inputs does not run.");
  const { node } = unit;
  const executor = executorOf(unit, tools);
  if (!executor.retries) return executor.run(node, inputs, context);
  return withRetries(context, async () => executor.run(node, inputs, context));
}

function finish(output: Maybe<StepOutput>, drawn: Values): Maybe<StepDone> {
  return isPromise(output) ? output.then((done) => ({ ...done, drawn })) : { ...output, drawn };
}

/** The registry holds for each kind an executor of exactly that kind, which TypeScript cannot follow through a union. */
function executorOf(unit: Unit, tools: StepTools): Executor {
  if (unit.node.kind === "input") throw new Error("A card of inputs does not run.");
  return tools.executors.byKind[unit.node.kind] as unknown as Executor;
}

function missingInput(unit: Unit, name: string): StepError {
  return new StepError({
    message: `The input '${name}' of '${unit.name}' has neither a value nor a default.`,
    help: `Give '${name}' an entry in the node's inputs, or a default in the function.`,
    at: unit.node.source,
  });
}
