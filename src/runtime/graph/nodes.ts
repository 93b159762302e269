import type { GraphDescription, NodeDescription } from "./description.ts";

/** Every node of a graph, the variants of choices after their choice. */
export function nodesOf(graph: GraphDescription): NodeDescription[] {
  return graph.nodes.flatMap((node): NodeDescription[] =>
    node.kind === "choice" ? [node, ...node.variants] : [node],
  );
}
