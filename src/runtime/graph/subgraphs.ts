import type { ComponentDescription } from "../components/description.ts";
import type {
  ChoiceNodeDescription,
  GraphDescription,
  InputId,
  NodeDescription,
  OutputView,
} from "./description.ts";
import { dependenciesOf } from "./edges.ts";
import { asksPerson } from "./node-kinds.ts";
import { stepsOf } from "./variants.ts";

/** A part of a graph that hangs together by wires: what a program calls. */
export interface Subgraph {
  /** As in daggr: `main` where it is the only one, else `subgraph_0`, `subgraph_1`, … in the graph's order. */
  readonly id: string;
  /** The names of its nodes, in the graph's order. */
  readonly nodes: readonly string[];
  /** Canvas inputs, those of variants included. */
  readonly inputs: readonly SubgraphInput[];
  /** The names of those whose results no other node takes. */
  readonly leaves: readonly string[];
  /** Of the leaves; hidden outputs are left out. */
  readonly outputs: readonly SubgraphOutput[];
  readonly choices: readonly SubgraphChoice[];
  /** Human steps, which a program answers beforehand. */
  readonly questions: readonly SubgraphQuestion[];
}

export interface SubgraphInput {
  /** By which programs name it, see `programId`. */
  readonly id: string;
  /** The node, or the variant, that takes it. */
  readonly node: string;
  readonly port: string;
  /** Where it belongs to a variant: that variant's choice. */
  readonly choice?: string;
  /** Under which a sheet keeps its value. Inputs that were given the same component have one value. */
  readonly input: InputId;
  readonly component: ComponentDescription;
}

export interface SubgraphOutput {
  readonly node: string;
  readonly port: string;
  /** Of a choice, that of its first variant. */
  readonly view: Exclude<OutputView, { kind: "hidden" }>;
}

export interface SubgraphChoice {
  /** By which programs pick a variant, by its number. */
  readonly id: string;
  readonly choice: string;
  readonly variants: readonly string[];
}

export interface SubgraphQuestion {
  /** By which programs give the answer. */
  readonly id: string;
  /** The node, or the variant, that asks. */
  readonly node: string;
  readonly step: "choose-one" | "approve" | "text-input";
  readonly message?: string;
}

/** How a program names something of a node: daggr's form, `{node}__{port}`. */
function programId(node: string, port: string): string {
  return `${node}__${port}`.replace(/[ -]/g, "_");
}

/** The connected parts of a graph, by whichever variants they hang together, each in the graph's order. */
export function subgraphsOf(graph: GraphDescription): Subgraph[] {
  const leaves = leavesOf(graph);
  const parts = partsOf(graph);
  return parts.map((nodes, index) => ({
    id: parts.length === 1 ? "main" : `subgraph_${index}`,
    nodes: nodes.map(({ name }) => name),
    leaves: nodes.flatMap(({ name }) => (leaves.has(name) ? [name] : [])),
    inputs: nodes.flatMap(inputsOf),
    outputs: nodes.flatMap((node) => (leaves.has(node.name) ? outputsOf(node) : [])),
    choices: nodes.flatMap((node) => (node.kind === "choice" ? [choiceOf(node)] : [])),
    questions: nodes.flatMap(questionsOf),
  }));
}

function partsOf(graph: GraphDescription): NodeDescription[][] {
  // Each node leads to another one of its part, the first one of the part to itself.
  const towards = new Map(graph.nodes.map(({ name }) => [name, name]));
  const firstOf = (name: string): string => {
    let first = name;
    for (let next = towards.get(first)!; next !== first; next = towards.get(first)!) {
      towards.set(first, towards.get(next)!);
      first = next;
    }
    return first;
  };
  for (const [name, needed] of dependenciesOf(graph)) {
    for (const other of needed) if (towards.has(other)) towards.set(firstOf(other), firstOf(name));
  }
  const parts = new Map<string, NodeDescription[]>();
  for (const node of graph.nodes) {
    const first = firstOf(node.name);
    const part = parts.get(first);
    if (part) part.push(node);
    else parts.set(first, [node]);
  }
  return [...parts.values()];
}

/** The names of the nodes whose results no other node takes. */
function leavesOf(graph: GraphDescription): ReadonlySet<string> {
  const used = new Set([...dependenciesOf(graph).values()].flat());
  return new Set(graph.nodes.flatMap(({ name }) => (used.has(name) ? [] : [name])));
}

function inputsOf(node: NodeDescription): SubgraphInput[] {
  return stepsOf(node).flatMap((step) =>
    step.inputs.flatMap((input): SubgraphInput[] => {
      if (input.kind !== "component") return [];
      const { name: port, component } = input;
      const choice = step === node ? {} : { choice: node.name };
      return [
        { id: programId(step.name, port), node: step.name, port, ...choice, input: input.input, component },
      ];
    }),
  );
}

function outputsOf(node: NodeDescription): SubgraphOutput[] {
  const [step] = stepsOf(node);
  return (step?.outputs ?? []).flatMap(({ name: port, view }) =>
    view.kind === "hidden" ? [] : [{ node: node.name, port, view }],
  );
}

function choiceOf({ name, variants }: ChoiceNodeDescription): SubgraphChoice {
  return {
    id: programId(name, "_selected_variant"),
    choice: name,
    variants: variants.map((variant) => variant.name),
  };
}

function questionsOf(node: NodeDescription): SubgraphQuestion[] {
  return stepsOf(node).flatMap((step) => {
    if (!asksPerson(step)) return [];
    const { name, step: kind, message } = step;
    const text = message === undefined ? {} : { message };
    return [{ id: programId(name, "answer"), node: name, step: kind, ...text }];
  });
}
