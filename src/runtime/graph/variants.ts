import type {
  ChoiceNodeDescription,
  GraphDescription,
  NodeDescription,
  StepDescription,
} from "./description.ts";

/** Name of a choice → name of its selected variant. Sheets keep it as `picks`. */
export type SelectedVariants = Readonly<Record<string, string>>;

/**
 * The variant that a choice uses: the selected one, or the first if none of that name exists. Undefined only for a choice
 * without variants, which `daggr` refuses to make.
 */
export function selectedVariant(
  choice: ChoiceNodeDescription,
  selected: SelectedVariants,
): StepDescription | undefined {
  return choice.variants.find(({ name }) => name === selected[choice.name]) ?? choice.variants[0];
}

/** A node, or every variant of a choice: what has inputs. */
export function stepsOf(node: NodeDescription): readonly NodeDescription[] {
  return node.kind === "choice" ? node.variants : [node];
}

/** Every node of a graph, the variants of a choice after their choice. */
export function nodesOf(graph: GraphDescription): NodeDescription[] {
  return graph.nodes.flatMap((node): NodeDescription[] =>
    node.kind === "choice" ? [node, ...node.variants] : [node],
  );
}

/** The nodes that stand in for a node where it fails, the first of them first. */
export function fallbacksOf(node: NodeDescription): readonly StepDescription[] {
  const { fallback } = "fallback" in node ? node : {};
  return fallback?.kind === "node" ? [fallback.node, ...fallbacksOf(fallback.node)] : [];
}

/** Every node of a graph, and those that are only fallbacks of others: all whose code may be called. */
export function callableNodes(graph: GraphDescription): NodeDescription[] {
  const nodes = nodesOf(graph);
  const known = new Set(nodes.map(({ name }) => name));
  const others = new Map(nodes.flatMap(fallbacksOf).map((node) => [node.name, node]));
  return [...nodes, ...[...others.values()].filter(({ name }) => !known.has(name))];
}
