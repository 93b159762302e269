import type { GraphObject } from "./graph.ts";
import type { DefinedNode } from "../nodes/definition.ts";
import { numberOf, definitionOf } from "../nodes/definition.ts";

/** The nodes of one graph: those it was given, and all they need. */
export interface Members {
  /** In the order of construction, without the variants of choices. */
  readonly nodes: readonly DefinedNode[];
  /** Variant → its choice. */
  readonly choices: ReadonlyMap<DefinedNode, DefinedNode>;
}

export function membersOf(graph: GraphObject): Members {
  const found = new Set<DefinedNode>(graph.nodes);
  const choices = new Map<DefinedNode, DefinedNode>();
  // A set's iteration also visits what is added while it runs.
  for (const node of found) {
    for (const upstream of upstreamOf(node)) found.add(upstream);
    for (const variant of variantsOf(node)) {
      choices.set(variant, node);
      for (const upstream of upstreamOf(variant)) found.add(upstream);
    }
  }
  const nodes = [...found]
    .filter((node) => !choices.has(node))
    .sort((one, other) => numberOf(one) - numberOf(other));
  return { nodes, choices };
}

/** The variants of a choice; none for other nodes. */
export function variantsOf(node: DefinedNode): readonly DefinedNode[] {
  const { own } = definitionOf(node);
  return own.kind === "choice" ? own.variants : [];
}

/** The nodes a node is wired to. */
export function upstreamOf(node: DefinedNode): DefinedNode[] {
  return [...definitionOf(node).inputs.values()].flatMap((input) =>
    input.kind === "port" ? [input.wire.node] : [],
  );
}

/** Nodes and variants. */
export function everyNode({ nodes }: Members): DefinedNode[] {
  return nodes.flatMap((node) => [node, ...variantsOf(node)]);
}
