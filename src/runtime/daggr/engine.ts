import { describeGraphs, type Described } from "./describe.ts";
import { GraphObject } from "./graph.ts";
import { nameOf, NodeObject, partsOf, setTester } from "./nodes/node.ts";
import type { Fn } from "./nodes/parts.ts";
import type { DaggrEngine, NodeCode } from "./site.ts";

let described: readonly Described[] = [];

/** See `DaggrEngine`. */
export const engine: DaggrEngine = {
  isGraph: (value): value is object => value instanceof GraphObject,
  isNode: (value): value is object => value instanceof NodeObject,
  describe(graphs, origins) {
    described = describeGraphs(graphs as readonly GraphObject[], origins);
    return described.map(({ description }) => description);
  },
  codeOf(graph, name) {
    const node = described.find((one) => one.description.name === graph)?.nodes.get(name);
    return node && codeOfNode(node);
  },
  placeOf(node) {
    const place = described.find(({ members }) => members.has(node as NodeObject));
    return place && { graph: place.description.name, node: nameOf(node as NodeObject) };
  },
  setTester,
};

function codeOfNode(node: NodeObject): NodeCode {
  const { own, inputs, outputs, preprocess, postprocess } = partsOf(node);
  const callables = [...inputs].flatMap(([name, input]) =>
    input.kind === "callable" ? [[name, input.call]] : [],
  );
  return {
    kind: own.kind,
    ...(own.kind === "fn" && { fn: own.fn satisfies Fn }),
    ...(preprocess && { preprocess }),
    ...(postprocess && { postprocess }),
    callables: Object.fromEntries(callables) as NodeCode["callables"],
    outputs: [...outputs.keys()],
  };
}
