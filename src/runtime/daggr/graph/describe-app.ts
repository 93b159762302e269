import type { AppDescription, AppInputRef, AppOutputRef, InputId } from "../../graph/description.ts";
import { isVisible } from "../../components/component-queries.ts";
import { runs } from "../../graph/node-kinds.ts";
import type { ComponentObject } from "../component.ts";
import { notFound } from "../mistakes.ts";
import {
  definitionOf,
  nameOf,
  titleOf,
  type DefinedNode,
  type OutputDefinition,
} from "../nodes/definition.ts";
import { WorkflowError } from "../site.ts";
import type { AppEntry, AppGiven } from "./app-option.ts";
import { everyNode, variantsOf, type Members } from "./collect.ts";

/** What the entries of the option `app` mean in its graph, which has been described but for them. */
export interface DescribedGraph {
  readonly name: string;
  readonly members: Members;
  readonly ids: ReadonlyMap<ComponentObject, InputId>;
  readonly at: WorkflowError["details"]["at"];
}

/** The option `app` of a graph as data. Throws a `WorkflowError` for what is not in the graph. */
export function describeApp(given: AppGiven, graph: DescribedGraph): AppDescription {
  const inputs = given.inputs?.flatMap((entry) => inputsOf(entry, graph));
  const outputs = given.outputs?.flatMap((entry) => outputsOf(entry, graph));
  refuseTwice(
    "input",
    inputs?.map((one) => (one.kind === "input" ? one.input : one.node)),
    graph,
  );
  refuseTwice(
    "output",
    outputs?.map(({ node, port }) => `${node}.${port}`),
    graph,
  );
  return { ...(inputs && { inputs }), ...(outputs && { outputs }) };
}

function inputsOf(entry: AppEntry, graph: DescribedGraph): AppInputRef[] {
  switch (entry.kind) {
    case "component": {
      const input = graph.ids.get(entry.component);
      if (input !== undefined) return [{ kind: "input", input }];
      throw mistakeIn(
        graph,
        `has a gr.${entry.component.description.component} among its inputs that no node of the graph has.`,
        'Keep the component in a variable, and give it to a node and to the app. Or name the input, as in "painter.prompt".',
      );
    }
    case "name":
      return [{ kind: "input", input: inputNamed(entry.name, graph) }];
    case "port": {
      const { node, port } = entry.wire;
      checkMember(node, graph);
      const input = definitionOf(node).inputs.get(port);
      if (definitionOf(node).own.kind === "input" && input?.kind === "component")
        return inputsOf(input, graph);
      throw mistakeIn(
        graph,
        `has port '${port}' of ${titleOf(node)} among its inputs, which is an output.`,
        "Name it in the outputs. As inputs only ports of an InputNode count.",
      );
    }
    case "node":
      return inputsOfNode(entry.node, graph);
  }
}

/** All that a person sets of a node. */
function inputsOfNode(node: DefinedNode, graph: DescribedGraph): AppInputRef[] {
  checkMember(node, graph);
  const found = new Set<InputId>();
  for (const one of [node, ...variantsOf(node)]) {
    for (const input of definitionOf(one).inputs.values()) {
      const id = input.kind === "component" ? graph.ids.get(input.component) : undefined;
      if (id !== undefined) found.add(id);
    }
  }
  const selector: AppInputRef[] = variantsOf(node).length > 0 ? [{ kind: "choice", node: nameOf(node) }] : [];
  if (found.size === 0 && selector.length === 0)
    throw mistakeIn(graph, `has ${titleOf(node)} among its inputs, which has no input on the canvas.`);
  return [...selector, ...[...found].map((input): AppInputRef => ({ kind: "input", input }))];
}

function inputNamed(name: string, graph: DescribedGraph): InputId {
  const known = new Map<string, InputId>();
  for (const node of everyNode(graph.members)) {
    for (const [input, given] of definitionOf(node).inputs) {
      const id = given.kind === "component" ? graph.ids.get(given.component) : undefined;
      if (id !== undefined) known.set(`${nameOf(node)}.${input}`, id);
    }
  }
  const id = known.get(name);
  if (id !== undefined) return id;
  throw new WorkflowError(
    notFound(`Graph '${graph.name}'`, "canvas input", name, [...known.keys()]),
    withPlace(
      graph,
      "The option 'app' names an input by its node and its own name, as in \"painter.prompt\".",
    ),
  );
}

function outputsOf(
  entry: Extract<AppEntry, { kind: "port" | "node" }>,
  graph: DescribedGraph,
): AppOutputRef[] {
  const node = entry.kind === "port" ? entry.wire.node : entry.node;
  checkMember(node, graph);
  const { own, outputs } = definitionOf(node);
  if (!runs(own)) {
    const help = "Name it in the inputs; its values are no results.";
    throw mistakeIn(graph, `has ${titleOf(node)} among its outputs, which only has inputs.`, help);
  }
  const wanted = entry.kind === "port" ? [entry.wire.port] : shownOutputs(outputs);
  for (const port of wanted) {
    const output = outputs.get(port);
    if (output && isShown(output)) continue;
    throw mistakeIn(
      graph,
      `has port '${port}' of ${titleOf(node)} among its outputs, which is hidden.`,
      `Give it a component in the outputs of ${titleOf(node)}, such as gr.JSON().`,
    );
  }
  if (wanted.length === 0)
    throw mistakeIn(graph, `has ${titleOf(node)} among its outputs, which shows none.`);
  return wanted.map((port) => ({ node: nameOf(node), port }));
}

function shownOutputs(outputs: ReadonlyMap<string, OutputDefinition>): string[] {
  return [...outputs].flatMap(([name, output]) => (isShown(output) ? [name] : []));
}

function isShown(output: OutputDefinition): boolean {
  return output.kind === "component" ? isVisible(output.component) : output.kind !== "hidden";
}

/** A variant is reached through its choice. */
function checkMember(node: DefinedNode, graph: DescribedGraph): void {
  const { nodes, choices } = graph.members;
  const choice = choices.get(node);
  if (choice) {
    const help = "Name the choice, which has the same outputs.";
    throw mistakeIn(graph, `names ${titleOf(node)}, a variant of the choice '${nameOf(choice)}'.`, help);
  }
  if (nodes.includes(node)) return;
  throw mistakeIn(
    graph,
    `names ${titleOf(node)}, which is not in the graph.`,
    "Add it to 'nodes', or wire something of the graph to it.",
  );
}

function refuseTwice(what: string, names: readonly string[] | undefined, graph: DescribedGraph): void {
  const twice = names?.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw mistakeIn(graph, `names the ${what} '${twice}' twice.`);
}

function mistakeIn(graph: DescribedGraph, what: string, help?: string): WorkflowError {
  return new WorkflowError(`The app of Graph '${graph.name}' ${what}`, withPlace(graph, help));
}

function withPlace({ at }: DescribedGraph, help?: string): WorkflowError["details"] {
  return { ...(help !== undefined && { help }), ...(at && { at }) };
}
