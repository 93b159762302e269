import assert from "node:assert/strict";
import type {
  GraphDescription,
  InputDescription,
  NodeDescription,
} from "../../../src/runtime/graph/description.ts";
import { cardShape } from "../../../src/runtime/layout/card-shape.ts";
import { cardsOf, inHandle, outHandle, variantHandle } from "../../../src/runtime/layout/cards.ts";
import { layered } from "../../../src/runtime/layout/layered.ts";
import { keepPlaces } from "../../../src/runtime/layout/keep-places.ts";
import { taskOf } from "../../../src/runtime/layout/layouter.ts";
import type { Layout } from "../../../src/runtime/protocol/canvas.ts";

const common = { named: true, code: "", hasPreprocess: false, hasPostprocess: false };
const text = { component: "Textbox", options: {} } as const;

function fn(name: string, inputs: readonly InputDescription[]): NodeDescription & { kind: "fn" } {
  const output = { name: "output", view: { kind: "component", component: text } } as const;
  return { kind: "fn", name, fnName: name, concurrent: false, inputs, outputs: [output], ...common };
}

function from(name: string, node: string, more: { each?: true; all?: true } = {}): InputDescription {
  return { name, kind: "port", from: { node, port: "output", each: false, all: false, ...more } };
}

function canvas(name: string, input: string, label?: string): InputDescription {
  return {
    name,
    kind: "component",
    input,
    component: { component: "Textbox", options: label ? { label } : {} },
  };
}

const graphOf = (...nodes: NodeDescription[]): GraphDescription => ({ name: "g", nodes });

function assertNoOverlap(layout: Layout) {
  const boxes = Object.entries(layout.cards);
  for (const [a, one] of boxes) {
    for (const [b, other] of boxes) {
      if (a >= b) continue;
      const apart =
        one.x + one.width <= other.x ||
        other.x + other.width <= one.x ||
        one.y + one.height <= other.y ||
        other.y + other.height <= one.y;
      assert.ok(apart, `${a} covers ${b}`);
    }
  }
}

describe("cards of a graph", () => {
  it("gives a canvas input one card, however many nodes it feeds", () => {
    const graph = graphOf(
      fn("a", [canvas("prompt", "a.prompt", "Prompt")]),
      fn("b", [canvas("text", "a.prompt", "Prompt")]),
    );
    const { cards, edges } = cardsOf(graph, {});
    assert.deepEqual(
      cards.map(({ id }) => id),
      ["a.prompt", "a", "b"],
    );
    assert.deepEqual(
      edges.map(({ source, target, targetHandle }) => [source, target, targetHandle]),
      [
        ["a.prompt", "a", inHandle("prompt")],
        ["a.prompt", "b", inHandle("text")],
      ],
    );
  });

  it("joins an input node's components to their users without cards of their own", () => {
    const group: NodeDescription = {
      kind: "input",
      name: "settings",
      inputs: [canvas("style", "settings.style")],
      outputs: [{ name: "style", view: { kind: "component", component: text } }],
      ...common,
    };
    const user = fn("a", [
      { name: "style", kind: "port", from: { node: "settings", port: "style", each: false, all: false } },
    ]);
    const { cards, edges } = cardsOf(graphOf(group, user), {});
    assert.deepEqual(
      cards.map(({ id }) => id),
      ["settings", "a"],
    );
    assert.equal(edges[0]?.sourceHandle, outHandle("style"));
    assert.deepEqual(
      cardShape(cards[0]!).handles.map(({ id }) => id),
      [outHandle("style")],
    );
  });

  it("wires the picked variant of a choice, and shows what others would use as inactive", () => {
    const choice: NodeDescription = {
      kind: "choice",
      name: "voice",
      inputs: [],
      outputs: [],
      variants: [
        fn("one", [from("text", "a")]),
        fn("two", [from("text", "b"), canvas("speed", "two.speed")]),
      ],
      ...common,
    };
    const graph = graphOf(fn("a", []), fn("b", []), choice);
    const first = cardsOf(graph, {});
    assert.deepEqual(
      first.edges.map(({ source, targetHandle, active }) => [source, targetHandle, active]),
      [
        ["a", inHandle("text"), true],
        ["b", variantHandle("two"), false],
      ],
    );
    const second = cardsOf(graph, { voice: "two" });
    assert.ok(second.cards.some(({ id }) => id === "two.speed"));
    assert.ok(second.edges.some(({ source, active }) => source === "a" && !active));
  });

  it("joins a function to the nodes that it calls, which stand to its right", () => {
    const agent = { ...fn("agent", []), calls: ["writer", "judge"] };
    const calling = graphOf(fn("writer", []), fn("judge", []), agent);
    const { cards, edges } = cardsOf(calling, {});
    assert.deepEqual(
      edges.map(({ source, target, calls }) => [source, target, calls]),
      [
        ["agent", "writer", true],
        ["agent", "judge", true],
      ],
    );
    assert.deepEqual(
      cards.map((card) => card.kind === "node" && card.called),
      [true, true, undefined],
    );
    const { cards: placed } = layered(taskOf(calling, {}));
    assert.ok(placed["agent"]!.x < placed["writer"]!.x);
    assertNoOverlap({ cards: placed });
  });

  it("knows which nodes are scattered", () => {
    const graph = graphOf(
      fn("a", []),
      fn("b", [from("x", "a", { each: true })]),
      fn("c", [from("x", "b")]),
      fn("d", [from("x", "c", { all: true })]),
    );
    const depths = cardsOf(graph, {}).cards.map((card) => card.kind === "node" && [card.id, card.scatter]);
    assert.deepEqual(depths, [
      ["a", 0],
      ["b", 1],
      ["c", 1],
      ["d", 0],
    ]);
  });
});

describe("layout", () => {
  const chain = graphOf(
    fn("a", [canvas("p", "a.p")]),
    fn("b", [from("x", "a"), canvas("q", "b.q")]),
    fn("c", [from("x", "b"), from("y", "a")]),
  );

  it("puts what is upstream to the left, and nothing over anything", () => {
    const layout = layered(taskOf(chain, {}));
    const x = (id: string) => layout.cards[id]!.x;
    assert.ok(x("a.p") < x("a") && x("a") < x("b") && x("b") < x("c"));
    assertNoOverlap(layout);
  });

  it("puts parts that no line joins beside and below each other, as a canvas is wide", () => {
    const { cards } = layered(taskOf(graphOf(...Array.from({ length: 24 }, (_, i) => fn(`n${i}`, []))), {}));
    const all = Object.values(cards);
    const width = Math.max(...all.map((card) => card.x + card.width));
    const height = Math.max(...all.map((card) => card.y + card.height));
    assert.ok(width / height > 1 && width / height < 2.5, `${width} × ${height}`);
    assertNoOverlap({ cards });
  });

  it("begins the cards of a column at one line, inputs beside what they feed", () => {
    const { cards } = layered(taskOf(chain, {}));
    assert.equal(cards["b.q"]!.x, cards["a"]!.x);
  });

  it("is the same each time", () => {
    assert.deepEqual(layered(taskOf(chain, {})), layered(taskOf(chain, {})));
  });

  it("leaves cards where they were when a node is added, renamed or grows", () => {
    const before = layered(taskOf(chain, {}));
    const more = graphOf(
      ...chain.nodes,
      fn("d", [from("x", "c"), canvas("r", "d.r"), canvas("s", "d.s")]),
      fn("e", [from("x", "a")]),
    );
    const task = taskOf(more, {});
    const after = keepPlaces(layered(task), before, task);
    for (const id of ["a", "b", "c", "a.p", "b.q"]) {
      assert.deepEqual(
        [after.cards[id]!.x, after.cards[id]!.y],
        [before.cards[id]!.x, before.cards[id]!.y],
        id,
      );
    }
    assertNoOverlap(after);
    assert.deepEqual(Object.keys(after.cards).sort(), ["a", "a.p", "b", "b.q", "c", "d", "d.r", "d.s", "e"]);
  });

  it("lays out afresh when little of the old graph is left", () => {
    const before = layered(taskOf(graphOf(fn("z", [])), {}));
    const task = taskOf(chain, {});
    const fresh = layered(task);
    assert.deepEqual(keepPlaces(fresh, before, task), fresh);
  });
});
