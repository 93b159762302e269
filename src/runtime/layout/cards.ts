import type {
  GraphDescription,
  InputDescription,
  InputId,
  NodeDescription,
  PortRef,
} from "../graph/description.ts";
import type { ComponentDescription } from "../components/description.ts";
import { calledNodes, callsOf } from "../graph/calls.ts";
import { scatterDepths } from "../graph/scatter.ts";
import { selectedVariant, type SelectedVariants } from "../graph/variants.ts";
import { isVisible } from "../components/component-queries.ts";
import { labelOf } from "../graph/canvas-inputs.ts";
import { groupsInputs } from "../graph/node-kinds.ts";

/** One box on the canvas. Ids are node names and `InputId`s: positions and sizes are stored under them. */
export type Card = NodeCard | InputCard;

export interface NodeCard {
  readonly kind: "node";
  readonly id: string;
  readonly node: NodeDescription;
  /** The node itself, or the selected variant of a choice: whose inputs are wired. */
  readonly step: NodeDescription;
  /** 0 where the node runs once. */
  readonly scatter: number;
  /** Functions call it, and give it its inputs. */
  readonly called?: true;
}

/** A canvas input that no `InputNode` groups. */
export interface InputCard {
  readonly kind: "input";
  readonly id: InputId;
  readonly component: ComponentDescription;
  /** The component's own label, else the name of the first input it feeds. */
  readonly label: string;
}

/** A line on the canvas. Handles are named by `outHandle`, `inHandle` and `variantHandle`, and those of calls by `callHandles`. */
export interface Edge {
  readonly id: string;
  readonly source: string;
  readonly sourceHandle: string;
  readonly target: string;
  readonly targetHandle: string;
  /** What the line carries, where it comes from a node. */
  readonly from?: PortRef;
  /** False for what only a variant uses that is not selected. */
  readonly active: boolean;
  /** It leads from a function to a node that it calls, and carries nothing by itself. */
  readonly calls?: true;
}

export const outHandle = (port: string): string => `out:${port}`;
export const inHandle = (input: string): string => `in:${input}`;
export const variantHandle = (variant: string): string => `variant:${variant}`;

/** Where a line leaves a function that calls nodes, and where it reaches one of them. */
export const callHandles = { caller: "calls", called: "called" } as const;

export interface Cards {
  readonly cards: readonly Card[];
  readonly edges: readonly Edge[];
}

/** What a graph looks like: its cards in the order of construction, inputs before what they feed, and its lines. */
export function cardsOf(graph: GraphDescription, selected: SelectedVariants): Cards {
  const { depths } = scatterDepths(graph);
  const grouped = new Map<InputId, string>();
  for (const node of graph.nodes) {
    if (!groupsInputs(node)) continue;
    for (const input of node.inputs) if (input.kind === "component") grouped.set(input.input, node.name);
  }
  const called = calledNodes(graph);
  const cards: Card[] = [];
  const edges: Edge[] = [];
  const seen = new Set<string>();

  const connect = (node: NodeDescription, input: InputDescription, targetHandle: string, active: boolean) => {
    const end = { target: node.name, targetHandle, active };
    if (input.kind === "port") {
      const sourceHandle = outHandle(input.from.port);
      edges.push({
        id: edgeId(input.from.node, sourceHandle, end),
        source: input.from.node,
        sourceHandle,
        from: input.from,
        ...end,
      });
    } else if (input.kind === "component" && active && isVisible(input.component)) {
      const group = grouped.get(input.input);
      if (group === undefined && !seen.has(input.input)) {
        seen.add(input.input);
        cards.push({
          kind: "input",
          id: input.input,
          component: input.component,
          label: labelOf(input.component, input.name),
        });
      }
      const source = group ?? input.input;
      const sourceHandle = outHandle(group === undefined ? "value" : portOf(graph, group, input.input));
      edges.push({ id: edgeId(source, sourceHandle, end), source, sourceHandle, ...end });
    }
  };

  for (const node of graph.nodes) {
    const step = node.kind === "choice" ? (selectedVariant(node, selected) ?? node) : node;
    if (!groupsInputs(node))
      for (const input of step.inputs) connect(node, input, inHandle(input.name), true);
    if (node.kind === "choice") {
      for (const variant of node.variants) {
        if (variant === step) continue;
        for (const input of variant.inputs) connect(node, input, variantHandle(variant.name), false);
      }
    }
    for (const target of callsOf(step)) {
      const end = { target, targetHandle: callHandles.called, active: true };
      const id = edgeId(node.name, callHandles.caller, end);
      edges.push({ id, source: node.name, sourceHandle: callHandles.caller, ...end, calls: true });
    }
    cards.push({
      kind: "node",
      id: node.name,
      node,
      step,
      scatter: depths.get(node.name) ?? 0,
      ...(called.has(node.name) && { called: true }),
    });
  }
  return { cards, edges: unique(edges) };
}

function portOf(graph: GraphDescription, group: string, input: InputId): string {
  const node = graph.nodes.find(({ name }) => name === group);
  return node?.inputs.find((entry) => entry.kind === "component" && entry.input === input)?.name ?? "value";
}

function edgeId(source: string, handle: string, end: { target: string; targetHandle: string }): string {
  return JSON.stringify([source, handle, end.target, end.targetHandle]);
}

/** Two inputs of one variant that is not selected end in one handle. */
function unique(edges: readonly Edge[]): Edge[] {
  return [...new Map(edges.map((edge) => [edge.id, edge])).values()];
}
