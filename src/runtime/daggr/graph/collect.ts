import type { GraphObject } from "./graph.ts";
import type { DefinedNode } from "../nodes/definition.ts";
import { fallbackNodes } from "../nodes/add-fallback.ts";
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
    for (const needed of [...upstreamOf(node), ...callsOf(node)]) found.add(needed);
    for (const variant of variantsOf(node)) {
      choices.set(variant, node);
      for (const needed of [...upstreamOf(variant), ...callsOf(variant)]) found.add(needed);
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

/** The nodes that a function calls. */
export function callsOf(node: DefinedNode): readonly DefinedNode[] {
  const { own } = definitionOf(node);
  return own.kind === "fn" ? (own.calls ?? []) : [];
}

/** Nodes and variants, and those that are only fallbacks of others. */
export function everyNode({ nodes }: Members): DefinedNode[] {
  const working = nodes.flatMap((node) => [node, ...variantsOf(node)]);
  return [...new Set([...working, ...working.flatMap(fallbackNodes)])];
}
