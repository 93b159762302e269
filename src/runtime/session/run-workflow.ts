import { resolve } from "node:path";
import { filesOf, fits } from "../components/described.ts";
import { absorb, materialise } from "../files/absorb.ts";
import type { ComponentDescription, GraphDescription } from "../graph/description.ts";
import { nodesOf } from "../graph/nodes.ts";
import type { Json, Values } from "../graph/value.ts";
import type { Outline, Unit } from "../plan/outline.ts";
import type { ExecutionListener } from "../run/execution.ts";
import type { Ask } from "../run/executors/human.ts";
import type { Settled } from "../run/run.ts";
import { StepError, type StepFailure } from "../run/step.ts";
import type { Engine } from "./engine.ts";
import type { OpenSheet } from "./open-sheet.ts";

export interface WorkflowRun {
  readonly file: string;
  /** Undefined: the default export, else the first graph. */
  readonly graph?: string;
  /** These nodes and what they need; everything where none are named. */
  readonly nodes?: readonly string[];
  /** Values for inputs on the canvas. Files are paths from `folder`. */
  readonly inputs?: readonly { readonly node: string; readonly port: string; readonly value: Json }[];
  readonly folder: string;
  /** Stops the run: what was finished is in the report. */
  readonly signal?: AbortSignal;
  /** Answers human steps; without it they fail. */
  readonly ask?: Ask;
  /** Told as nodes start, progress and end. */
  readonly listener?: ExecutionListener;
  settled?(settled: Settled): void;
}

export interface WorkflowReport {
  readonly graph: string;
  /** Node → port → value; files are paths. A choice stands under its own name. */
  readonly results: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly errors: Readonly<Record<string, StepFailure>>;
  /** Milliseconds. */
  readonly durations: Readonly<Record<string, number>>;
  readonly reused: readonly string[];
  readonly stopped: readonly string[];
}

/** The command asks for something that the workflow does not have. */
export class UnknownNameError extends Error {}

/** Loads a file, runs its graph or some nodes of it on the last used sheet, and reports. Rejects where it cannot be loaded. */
export async function runWorkflow(engine: Engine, request: WorkflowRun): Promise<WorkflowReport> {
  const session = await engine.graphSession(resolve(request.folder, request.file), request.graph);
  await session.ensureLoaded();
  const { graph, loading } = session;
  if (loading.kind === "failed") throw new StepError(loading.failure);
  if (!graph) throw new StepError({ message: "The file could not be loaded." });
  const sheet = await session.openSheet();
  checkNames(graph, request.nodes ?? []);
  await setInputs(engine, graph, sheet, request);
  sheet.questions.answerer = request.ask ?? nobodyAnswers;
  const { listener, nodes, signal } = request;
  if (listener) sheet.runs.observers.add(listener);
  try {
    const scope = nodes && nodes.length > 0 ? ({ type: "to", nodes } as const) : ({ type: "all" } as const);
    const run = await session.run(sheet, scope, { settled: (_run, settled) => request.settled?.(settled) });
    const stop = () => run.stop();
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop, { once: true });
    const settled = await run.done;
    signal?.removeEventListener("abort", stop);
    await sheet.data.saved();
    return report(engine, run.plan.outline, settled);
  } finally {
    if (listener) sheet.runs.observers.delete(listener);
  }
}

function checkNames(graph: GraphDescription, nodes: readonly string[]): void {
  const names = nodesOf(graph).map(({ name }) => name);
  for (const node of nodes) {
    if (names.includes(node)) continue;
    throw new UnknownNameError(`There is no node '${node}'. The graph has ${quoted(names)}.`);
  }
}

async function setInputs(
  engine: Engine,
  graph: GraphDescription,
  sheet: OpenSheet,
  { inputs = [], folder }: WorkflowRun,
): Promise<void> {
  for (const { node, port, value } of inputs) {
    const { id, component } = canvasInput(graph, node, port);
    const taken = await absorb(value, filesOf(component), engine.context.parts.media, { folder });
    const problem = fits(component, taken);
    if (problem) throw new UnknownNameError(`The input '${node}.${port}' ${problem}.`);
    sheet.view.change({ field: "inputs", key: id, value: taken });
  }
}

function canvasInput(
  graph: GraphDescription,
  name: string,
  port: string,
): { id: string; component: ComponentDescription } {
  const nodes = nodesOf(graph);
  const node = nodes.find((one) => one.name === name);
  if (!node)
    throw new UnknownNameError(
      `There is no node '${name}'. The graph has ${quoted(nodes.map((one) => one.name))}.`,
    );
  const settable = node.inputs.flatMap((input) => (input.kind === "component" ? [input] : []));
  const found = settable.find((input) => input.name === port);
  if (found) return { id: found.input, component: found.component };
  const has = settable.length > 0 ? `It has ${quoted(settable.map((input) => input.name))}.` : "It has none.";
  throw new UnknownNameError(`'${name}' has no input '${port}' on the canvas. ${has}`);
}

function report(engine: Engine, outline: Outline, settled: readonly Settled[]): WorkflowReport {
  const results: Record<string, Record<string, Json>> = {};
  const errors: Record<string, StepFailure> = {};
  const durations: Record<string, number> = {};
  const reused: string[] = [];
  const stopped: string[] = [];
  const paths = (outputs: Values) =>
    Object.fromEntries(
      Object.entries(outputs).map(([port, value]) => [port, materialise(value, engine.context.parts.media)]),
    );
  for (const one of settled) {
    const name = nameOf(one.unit);
    if (one.unit.node.kind === "input") continue;
    if (one.type === "passed") results[name] = paths(one.produced.outputs);
    else if (one.type === "stopped") stopped.push(name);
    else if (one.record) {
      results[name] = paths(one.record.outputs);
      if (one.type === "reused") reused.push(name);
      else durations[name] = one.record.duration;
    }
    if (one.type === "failed") errors[name] = one.failure;
  }
  return { graph: outline.graph.name, results, errors, durations, reused, stopped };
}

/** A picked variant is known by its choice. */
function nameOf(unit: Unit): string {
  return unit.choice !== undefined && unit.picked ? unit.choice : unit.name;
}

const nobodyAnswers: Ask = (node) =>
  Promise.reject(
    new StepError({
      message: `'${node}' waits for an answer, but nobody can give one here.`,
      help: "Run it on the canvas, or in a terminal.",
    }),
  );

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(", ");
}
