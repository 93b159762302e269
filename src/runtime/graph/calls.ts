import type { GraphDescription, NodeDescription } from "./description.ts";
import { nodesOf, stepsOf } from "./variants.ts";

/** Calls in one run after which a function is taken for one that never ends. So many results of a called node are kept. */
export const mostCalls = 10_000;

/** The names of the nodes that a function may call while it runs, by `context.call`. */
export function callsOf(step: NodeDescription): readonly string[] {
  return step.kind === "fn" ? (step.calls ?? []) : [];
}

/** The nodes that functions call. They have no wires, and run only where they are called or asked for by name. */
export function calledNodes(graph: GraphDescription): ReadonlySet<string> {
  return new Set(nodesOf(graph).flatMap(callsOf));
}

/** These nodes, and all that they call, and so on. */
export function withCalled(graph: GraphDescription, names: Iterable<string>): ReadonlySet<string> {
  const nodes = new Map(nodesOf(graph).map((node) => [node.name, node]));
  const reached = new Set(names);
  // A set's iteration also visits what is added while it runs.
  for (const name of reached) {
    const node = nodes.get(name);
    for (const step of node ? stepsOf(node) : []) {
      reached.add(step.name);
      for (const called of callsOf(step)) reached.add(called);
    }
  }
  return reached;
}
