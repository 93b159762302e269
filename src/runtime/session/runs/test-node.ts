import { exampleValue, filesOf } from "../../components/component-queries.ts";
import { noFiles } from "../../components/file-positions.ts";
import { importFiles, exportPaths } from "../../files/file-values.ts";
import type { Media } from "../../files/media.ts";
import type { GraphDescription, InputDescription, OutputView, PortRef } from "../../graph/description.ts";
import { nodesOf } from "../../graph/variants.ts";
import type { Json, Value, Values } from "../../values/value.ts";
import { resolveGraph, type PlanNode } from "../../plan/resolved-graph.ts";
import type { Executors } from "../../run/executor.ts";
import { runStep, groupOf } from "../../run/step/run-step.ts";
import type { ConcurrencyGroups } from "../../run/concurrency-groups.ts";
import { type StepContext } from "../../run/step/step.ts";
import { StepError } from "../../failures/failure.ts";
import { typeText } from "./type-text.ts";
import { runs, asksPerson } from "../../graph/node-kinds.ts";

export interface TestTools {
  readonly graph: GraphDescription;
  readonly executors: Executors;
  readonly groups: ConcurrencyGroups;
  readonly media: Media;
  readonly folder: string;
  /** The outputs that a node shows, where it has a result. */
  shown(node: string): Values | undefined;
}

export interface TestResult {
  readonly node: string;
  /** What it ran on, given or made up. Without what callables gave. */
  readonly inputs: Values;
  readonly result: Values;
  /** What a service returned behind the last output, by names that it could have: `output2`. */
  readonly unnamed: Values;
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
  const { graph, executors, groups, media } = tools;
  const found = resolveGraph(graph, {}).byName.get(name);
  if (!found || !runs(found.node)) {
    const names = graph.nodes.filter((node) => runs(node)).map((node) => `'${node.name}'`);
    throw new StepError({
      message: `There is no node '${name}' to test. The graph has ${names.join(", ")}.`,
    });
  }
  if (asksPerson(found.node)) {
    throw new StepError({
      message: `'${name}' waits for a person's answer, so there is nothing to test by itself.`,
      help: "Run it on the canvas, or test a node that uses its answer.",
      at: found.node.source,
    });
  }
  const inputs = await inputsFor(found, given, tools);
  const planNode = withoutFallback(withoutGiven(found, given));
  const stepTools = { executors, groups, kept: {} };
  // What other nodes show may be a Space's.
  const wired = found.inputs.filter(
    ({ source }) => source.kind === "port" && !Object.hasOwn(given, source.name),
  );
  const untrusted = () => wired.map(({ source }) => inputs[source.name] ?? null);
  const context: StepContext = { signal, folder: tools.folder, untrusted, emit: () => {} };
  const group = await groupOf(planNode, stepTools);
  const { outputs, unnamed = [] } = await runStep(planNode, inputs, group, stepTools, context);
  const asPaths = Object.fromEntries(
    Object.entries(outputs).map(([port, value]) => [port, exportPaths(value, media)]),
  );
  const named = found.node.outputs.length;
  return {
    node: name,
    inputs,
    result: outputs,
    unnamed: Object.fromEntries(unnamed.map((value, place) => [`output${named + place + 1}`, value])),
    asPaths,
    type: typeText(outputs),
  };
}

/** Given inputs are neither drawn nor missing. */
function withoutGiven(planNode: PlanNode, given: Values): PlanNode {
  return { ...planNode, inputs: planNode.inputs.filter(({ source }) => !Object.hasOwn(given, source.name)) };
}

/** A test is of the node itself. */
function withoutFallback(planNode: PlanNode): PlanNode {
  if (!runs(planNode.node)) return planNode;
  return { ...planNode, node: { ...planNode.node, fallback: undefined } };
}

async function inputsFor(planNode: PlanNode, given: Values, tools: TestTools): Promise<Values> {
  const unknown = Object.keys(given).filter(
    (name) => !planNode.inputs.some(({ source }) => source.name === name),
  );
  if (unknown.length > 0) {
    const names = planNode.inputs.map(({ source }) => `'${source.name}'`).join(", ");
    throw new StepError({
      message: `'${planNode.name}' has no input '${unknown[0]}'. Its inputs are ${names || "none"}.`,
      at: planNode.node.source,
    });
  }
  const inputs: Record<string, Value> = {};
  for (const { source } of planNode.inputs) {
    const view = viewFor(source, tools.graph);
    const value = Object.hasOwn(given, source.name) ? given[source.name] : exampleFor(source, view, tools);
    if (value === undefined) continue;
    const shape = view?.kind === "component" ? filesOf(view.component) : noFiles;
    inputs[source.name] = await importFiles(value as Json, shape, tools.media, { folder: tools.folder });
  }
  return inputs;
}

/** What an input's value looks like, where that is known. */
function viewFor(source: InputDescription, graph: GraphDescription): OutputView | undefined {
  if (source.kind === "component") return { kind: "component", component: source.component };
  if (source.kind !== "port" || source.from.all) return undefined;
  const view = viewOf(source.from, graph);
  if (!source.from.each || view?.kind !== "items") return source.from.each ? undefined : view;
  const field = source.from.field === undefined ? undefined : view.fields[source.from.field];
  return field && { kind: "component", component: field };
}

function exampleFor(
  source: InputDescription,
  view: OutputView | undefined,
  tools: TestTools,
): Value | undefined {
  switch (source.kind) {
    case "fixed":
      return source.value;
    case "component":
      return exampleValue(source.component);
    case "port":
      return exampleOf(view) ?? exampleOfPort(source.from, tools) ?? null;
    case "callable":
    case "default":
    case "missing":
      return undefined;
  }
}

function exampleOf(view: OutputView | undefined): Value | undefined {
  if (view?.kind === "component") return exampleValue(view.component);
  if (view?.kind !== "items") return undefined;
  const fields = Object.entries(view.fields);
  return [Object.fromEntries(fields.map(([name, component]) => [name, exampleValue(component)]))];
}

/** Items of open data have no component of their own: the ones that are shown say more than any example. */
function exampleOfPort({ node, port, each, field, all }: PortRef, tools: TestTools): Value | undefined {
  const shown = tools.shown(node)?.[port] ?? exampleOf(viewOf({ node, port }, tools.graph));
  if (all) return Array.isArray(shown) ? (shown as Value[]) : shown === undefined ? [] : [shown];
  const item = each && Array.isArray(shown) ? (shown[0] as Value) : shown;
  if (field === undefined || typeof item !== "object" || item === null) return item;
  return (item as Values)[field];
}

function viewOf(
  from: { readonly node: string; readonly port: string },
  graph: GraphDescription,
): OutputView | undefined {
  const node = nodesOf(graph).find(({ name }) => name === from.node);
  const step = node?.kind === "choice" ? node.variants[0] : node;
  return step?.outputs.find(({ name }) => name === from.port)?.view;
}
