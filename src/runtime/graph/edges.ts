import type { GraphDescription, PortRef } from "./description.ts";
import { callsOf } from "./calls.ts";
import { stepsOf } from "./variants.ts";

/** One connection. `node` is the card it ends in; `variant` the variant of that choice, where it is one. */
export interface Edge {
  readonly from: PortRef;
  readonly node: string;
  readonly variant?: string;
  readonly input: string;
}

/** Node names → names of the nodes they take values from, each once. Names that are no keys are ignored. */
export type Dependencies = ReadonlyMap<string, readonly string[]>;

/** Every connection of the graph, those of variants that are not picked included. */
export function edgesOf(graph: GraphDescription): Edge[] {
  const edges: Edge[] = [];
  for (const node of graph.nodes) {
    for (const step of stepsOf(node)) {
      const variant = step === node ? {} : { variant: step.name };
      for (const input of step.inputs) {
        if (input.kind === "port")
          edges.push({ from: input.from, node: node.name, ...variant, input: input.name });
      }
    }
  }
  return edges;
}

/** What each node needs, by wires and by calls, whichever variants are picked. */
export function dependenciesOf(graph: GraphDescription): Dependencies {
  const needed = new Map(graph.nodes.map((node) => [node.name, new Set<string>()]));
  for (const edge of edgesOf(graph)) needed.get(edge.node)!.add(edge.from.node);
  for (const node of graph.nodes) {
    for (const called of stepsOf(node).flatMap(callsOf)) needed.get(node.name)!.add(called);
  }
  return new Map([...needed].map(([name, names]) => [name, [...names]]));
}
