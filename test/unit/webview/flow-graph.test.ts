import assert from "node:assert/strict";
import { cardsOf } from "../../../src/runtime/layout/cards.ts";
import type { GraphDescription } from "../../../src/runtime/graph/description.ts";
import { columns, component, fn, from, input, output } from "../../../webview/dev/build-graph.ts";
import { flowEdges, flowNodes, handleTop } from "../../../webview/graph/flow-graph.ts";

const text = component("Textbox", { label: "Text" });

function graphOf(second: string): GraphDescription {
  const nodes = [
    fn("first", [input("text", "first.text", text)], [output("out", text)]),
    fn(second, [from("text", "first", "out")], [output("out", component("Image"))]),
  ];
  // These tests do not look at locations in the file.
  return { name: "g", nodes: nodes.map((node) => ({ ...node, source: undefined })) };
}

const placing = (graph: GraphDescription) => ({
  layout: columns(graph),
  positions: {},
  sizes: {},
  compact: {},
});

describe("what the flow is given", () => {
  const graph = graphOf("second");
  const nodes = flowNodes(cardsOf(graph, {}), placing(graph), []);

  it("has every size and handle beforehand, so that nothing is measured", () => {
    for (const node of nodes) {
      assert.deepEqual(node.measured, { width: node.width, height: node.height });
      assert.equal(node.handles?.length, node.data.shape.handles.length);
    }
  });

  it("keeps the nodes that are as they were when the file is read again", () => {
    const again = flowNodes(cardsOf(graphOf("second"), {}), placing(graph), nodes);
    assert.deepEqual(
      again.map((node, index) => node === nodes[index]),
      [true, true, true],
    );
    const renamed = flowNodes(cardsOf(graphOf("other"), {}), placing(graphOf("other")), nodes);
    assert.deepEqual(
      renamed.map((node) => nodes.includes(node)),
      [true, true, false],
    );
  });

  it("keeps the selection of a node that changed", () => {
    const selected = nodes.map((node) => ({ ...node, selected: node.id === "second" }));
    const moved = { ...placing(graph), positions: { second: { x: 900, y: 40 } } };
    const after = flowNodes(cardsOf(graph, {}), moved, selected).find(({ id }) => id === "second");
    assert.deepEqual([after?.selected, after?.position], [true, { x: 900, y: 40 }]);
  });

  it("puts a card that the layout does not know yet below the others", () => {
    const layout = columns(graph);
    const { second, ...known } = layout.cards;
    const after = flowNodes(cardsOf(graph, {}), { ...placing(graph), layout: { cards: known } }, []);
    const bottom = Math.max(...Object.values(known).map(({ y, height }) => y + height));
    assert.ok(second);
    assert.ok((after.find(({ id }) => id === "second")?.position.y ?? 0) > bottom);
  });

  it("keeps the handle of an input card in its middle when the card is made taller", () => {
    const shape = nodes.find(({ id }) => id === "first.text")!.data.shape;
    const [handle] = shape.handles;
    assert.equal(
      handleTop(handle!, shape, { width: shape.width, height: shape.height + 100 }),
      handle!.y + 50,
    );
  });

  it("colours a line by what it carries, and keeps lines that did not change", () => {
    const edges = flowEdges(cardsOf(graph, {}), graph, []);
    assert.deepEqual(
      edges.map(({ data }) => data?.family),
      ["text", "text"],
    );
    const again = flowEdges(cardsOf(graphOf("second"), {}), graphOf("second"), edges);
    assert.ok(again.every((edge, index) => edge === edges[index]));
  });
});
