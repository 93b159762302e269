import { describeGraphs, type Described } from "./graph/describe.ts";
import { GraphObject } from "./graph/graph.ts";
import { setTester } from "./nodes/node.ts";
import { DefinedNode, setVariables } from "./nodes/definition.ts";
import { nameOf, definitionOf } from "./nodes/definition.ts";
import type { Fn } from "./nodes/definition.ts";
import type { DaggrEngine, NodeCode } from "./site.ts";

let described: readonly Described[] = [];

/** See `DaggrEngine`. */
export const engine: DaggrEngine = {
  isGraph: (value): value is object => value instanceof GraphObject,
  isNode: (value): value is object => value instanceof DefinedNode,
  describe(graphs, origins) {
    described = describeGraphs(graphs as readonly GraphObject[], origins);
    return described.map(({ description }) => description);
  },
  codeOf(graph, name) {
    const node = described.find((one) => one.description.name === graph)?.nodes.get(name);
    return node && codeOfNode(node);
  },
  placeOf(node) {
    const place = described.find(({ members }) => members.has(node as DefinedNode));
    return place && { graph: place.description.name, node: nameOf(node as DefinedNode) };
  },
  setTester,
  setVariables,
};

function codeOfNode(node: DefinedNode): NodeCode {
  const { own, inputs, outputs, preprocess, postprocess, fallback } = definitionOf(node);
  const callables = [...inputs].flatMap(([name, input]) =>
    input.kind === "callable" ? [[name, input.call]] : [],
  );
  return {
    kind: own.kind,
    ...(own.kind === "fn" && { fn: own.fn satisfies Fn }),
    ...(preprocess && { preprocess }),
    ...(postprocess && { postprocess }),
    ...(fallback?.kind === "value" && { fallback: fallback.give }),
    callables: Object.fromEntries(callables) as NodeCode["callables"],
    outputs: [...outputs.keys()],
  };
}
