import assert from "node:assert/strict";
import fc from "fast-check";
import { dependenciesOf, edgesOf } from "../../../src/runtime/graph/edges.ts";
import { topologicalOrder } from "../../../src/runtime/graph/order.ts";
import { choiceNode, fnNode, graphOf } from "./graphs.ts";

describe("The order of a graph's nodes", () => {
  it("is that of the graph where nothing depends", () => {
    const graph = graphOf(fnNode("c"), fnNode("a"), fnNode("b"));
    assert.deepEqual(topologicalOrder(dependenciesOf(graph)), { type: "order", order: ["c", "a", "b"] });
  });

  it("puts nodes after what they need, by whichever variant", () => {
    const graph = graphOf(
      fnNode("last", { a: "pick.output", b: "first.output" }),
      choiceNode("pick", fnNode("one", { x: "first.output" }), fnNode("two", { y: "second.output" })),
      fnNode("second"),
      fnNode("first"),
    );
    const order = topologicalOrder(dependenciesOf(graph));
    assert.deepEqual(order, { type: "order", order: ["first", "second", "pick", "last"] });
  });

  it("names the nodes of a cycle, each needing the next", () => {
    const graph = graphOf(
      fnNode("outside", { x: "b.output" }),
      fnNode("a", { x: "c.output" }),
      fnNode("b", { x: "a.output" }),
      fnNode("c", { x: "b.output" }),
    );
    assert.deepEqual(topologicalOrder(dependenciesOf(graph)), { type: "cycle", cycle: ["b", "a", "c"] });
  });

  it("calls a node that needs itself a cycle", () => {
    const order = topologicalOrder(dependenciesOf(graphOf(fnNode("a", { x: "a.output" }))));
    assert.deepEqual(order, { type: "cycle", cycle: ["a"] });
  });

  it("does not overflow on a chain of 20,000 nodes that is written last first", () => {
    const nodes = Array.from({ length: 20_000 }, (_, i) =>
      fnNode(`n${i}`, i < 19_999 ? { x: `n${i + 1}.output` } : {}),
    );
    const order = topologicalOrder(dependenciesOf(graphOf(...nodes)));
    assert.equal(order.type === "order" && order.order[0], "n19999");
  });

  it("holds every node once, after all it needs, in any graph without cycles", () => {
    const graphs = fc.array(fc.array(fc.nat(), { maxLength: 4 }), { maxLength: 40 }).chain((wishes) => {
      // Edges lead to smaller numbers only; then the nodes are shuffled.
      const nodes = wishes.map((wish, i) =>
        fnNode(
          `n${i}`,
          Object.fromEntries(wish.flatMap((n, k) => (i > 0 ? [[`x${k}`, `n${n % i}.output`]] : []))),
        ),
      );
      return fc.shuffledSubarray(nodes, { minLength: nodes.length });
    });
    fc.assert(
      fc.property(graphs, (nodes) => {
        const graph = graphOf(...nodes);
        const sorted = topologicalOrder(dependenciesOf(graph));
        assert.equal(sorted.type, "order");
        const place = new Map(
          (sorted.type === "order" ? sorted.order : []).map((name, index) => [name, index]),
        );
        assert.equal(place.size, nodes.length);
        for (const { from, node } of edgesOf(graph)) assert.ok(place.get(from.node)! < place.get(node)!);
      }),
    );
  });
});

describe("The edges of a graph", () => {
  it("name the card, the variant and the input they end in", () => {
    const graph = graphOf(
      fnNode("a"),
      choiceNode("pick", fnNode("one", { x: "a.output each" }), fnNode("two")),
    );
    assert.deepEqual(edgesOf(graph), [
      {
        from: { node: "a", port: "output", each: true, all: false },
        node: "pick",
        variant: "one",
        input: "x",
      },
    ]);
  });
});
