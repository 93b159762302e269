import { exampleValue, filesOf } from "../components/described.ts";
import { absorb, materialise } from "../files/absorb.ts";
import type { Media } from "../files/media.ts";
import type { ComponentDescription, GraphDescription, InputDescription, OutputView } from "../graph/description.ts";
import { nodesOf } from "../graph/nodes.ts";
import type { Json, Value, Values } from "../graph/value.ts";
import { outlineOf, type Unit } from "../plan/outline.ts";
import type { Executors } from "../run/executor.ts";
import { runStep, slotOf } from "../run/run-step.ts";
import type { Limits } from "../run/limits.ts";
import { StepError, type StepContext } from "../run/step.ts";
import { typeText } from "./type-text.ts";

export interface TestTools {
  readonly graph: GraphDescription;
  readonly executors: Executors;
  readonly limits: Limits;
  readonly media: Media;
  readonly folder: string;
}

export interface TestResult {
  readonly node: string;
  readonly result: Values;
  /** The result as workflow code sees it: files are paths. */
  readonly asPaths: Readonly<Record<string, Json>>;
  /** Its shape as a TypeScript type. */
  readonly type: string;
}

/** Runs one node once and keeps nothing. Inputs that are not given come from components' examples, as do wired ones. */
export async function testNode(
  tools: TestTools,
  name: string,
  given: Values,
  signal: AbortSignal = new AbortController().signal,
): Promise<TestResult> {
  const { graph, executors, limits, media } = tools;
  const found = outlineOf(graph, {}).byName.get(name);
  if (!found || found.node.kind === "input") {
    const names = graph.nodes.filter(({ kind }) => kind !== "input").map((node) => `'${node.name}'`);
    throw new StepError({ message: `There is no node '${name}' to test. The graph has ${names.join(", ")}.` });
  }
  const inputs = await inputsFor(found, given, tools);
  const unit = withoutGiven(found, given);
  const stepTools = { executors, limits, kept: {} };
  const context: StepContext = { signal, folder: tools.folder, emit: () => {} };
  const slot = await slotOf(unit, stepTools);
  const { outputs } = await runStep(unit, inputs, slot, stepTools, context);
  const asPaths = Object.fromEntries(
    Object.entries(outputs).map(([port, value]) => [port, materialise(value, media)]),
  );
  return { node: name, result: outputs, asPaths, type: typeText(outputs) };
}

/** Given inputs are neither drawn nor missing. */
function withoutGiven(unit: Unit, given: Values): Unit {
  return { ...unit, inputs: unit.inputs.filter(({ source }) => !Object.hasOwn(given, source.name)) };
}

async function inputsFor(unit: Unit, given: Values, tools: TestTools): Promise<Values> {
  const unknown = Object.keys(given).filter((name) => !unit.inputs.some(({ source }) => source.name === name));
  if (unknown.length > 0) {
    const names = unit.inputs.map(({ source }) => `'${source.name}'`).join(", ");
    throw new StepError({
      message: `'${unit.name}' has no input '${unknown[0]}'. Its inputs are ${names || "none"}.`,
      at: unit.node.source,
    });
  }
  const inputs: Record<string, Value> = {};
  for (const { source } of unit.inputs) {
    const component = componentOf(source, tools.graph);
    const value = Object.hasOwn(given, source.name) ? given[source.name] : exampleFor(source, component);
    if (value === undefined) continue;
    const shape = component && filesOf(component);
    inputs[source.name] = shape
      ? await absorb(value as Json, shape, tools.media, { folder: tools.folder })
      : value;
  }
  return inputs;
}

function componentOf(source: InputDescription, graph: GraphDescription): ComponentDescription | undefined {
  if (source.kind === "component") return source.component;
  const view = source.kind === "port" ? viewOf(source.from, graph) : undefined;
  // A list of files is taken in item by item where it is used; here only single values have a component.
  return view?.kind === "component" && source.kind === "port" && !source.from.each && !source.from.all
    ? view.component
    : undefined;
}

function exampleFor(source: InputDescription, component: ComponentDescription | undefined): Value | undefined {
  switch (source.kind) {
    case "fixed":
      return source.value;
    case "component":
    case "port":
      return component ? exampleValue(component) : source.kind === "port" && source.from.all ? [] : null;
    case "callable":
    case "default":
    case "missing":
      return undefined;
  }
}

function viewOf(from: { readonly node: string; readonly port: string }, graph: GraphDescription): OutputView | undefined {
  const node = nodesOf(graph).find(({ name }) => name === from.node);
  const step = node?.kind === "choice" ? node.variants[0] : node;
  return step?.outputs.find(({ name }) => name === from.port)?.view;
}
