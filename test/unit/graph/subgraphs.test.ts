import assert from "node:assert/strict";
import { subgraphsOf } from "../../../src/runtime/graph/subgraphs.ts";
import { anyOutput, canvas, choice, fn, graph, inputList, port } from "../support/graphs.ts";
import type { NodeDescription } from "../../../src/runtime/graph/description.ts";

const approve: NodeDescription = {
  ...{ kind: "human", step: "approve", name: "look-over", named: true, code: "" },
  ...{ hasPreprocess: false, hasPostprocess: false, message: "Fine?" },
  inputs: inputList({ value: port("draw.output") }),
  outputs: [anyOutput("output")],
};

describe("connected parts of a graph", () => {
  it("is one part, called main, with the canvas inputs and the outputs of its leaves", () => {
    const [main, ...others] = subgraphsOf(
      graph(
        fn("make text", { prompt: canvas("make text.prompt", "cat"), other: canvas("x", 3, "Number") }),
        fn("use-it", { text: port("make text.output") }, { outputs: ["a", "b"] }),
      ),
    );
    assert.deepEqual(others, []);
    assert.deepEqual([main?.id, main?.nodes], ["main", ["make text", "use-it"]]);
    assert.deepEqual(
      main?.inputs.map(({ id, node, port: name, input }) => [id, node, name, input]),
      [
        ["make_text__prompt", "make text", "prompt", "make text.prompt"],
        ["make_text__other", "make text", "other", "x"],
      ],
    );
    assert.deepEqual(
      main.outputs.map(({ node, port: name }) => `${node}.${name}`),
      ["use-it.a", "use-it.b"],
    );
  });

  it("numbers several parts in the graph's order, however their nodes are mixed", () => {
    const parts = subgraphsOf(
      graph(
        fn("a"),
        fn("b"),
        fn("b2", { x: port("b.output") }),
        fn("a2", { x: port("a.output") }),
        fn("c", { x: canvas("c.x") }),
        fn("a3", { x: port("a2.output"), y: port("a.output") }),
      ),
    );
    assert.deepEqual(
      parts.map(({ id, nodes }) => [id, nodes]),
      [
        ["subgraph_0", ["a", "a2", "a3"]],
        ["subgraph_1", ["b", "b2"]],
        ["subgraph_2", ["c"]],
      ],
    );
  });

  it("joins what hangs together by a variant that is not picked, and names choices and questions", () => {
    const parts = subgraphsOf(
      graph(
        fn("draw"),
        fn("seed"),
        choice(
          "picture",
          fn("fast", { seed: port("seed.output"), size: canvas("fast.size") }),
          fn("good", { from: port("draw.output") }),
        ),
        approve,
      ),
    );
    assert.equal(parts.length, 1);
    const [{ inputs, choices, questions, outputs } = assert.fail()] = parts;
    assert.deepEqual(
      inputs.map(({ id, node, choice: of }) => [id, node, of]),
      [["fast__size", "fast", "picture"]],
    );
    assert.deepEqual(choices, [
      { id: "picture___selected_variant", choice: "picture", variants: ["fast", "good"] },
    ]);
    assert.deepEqual(questions, [
      { id: "look_over__answer", node: "look-over", step: "approve", message: "Fine?" },
    ]);
    assert.deepEqual(
      outputs.map(({ node }) => node),
      ["picture", "look-over"],
    );
  });

  it("takes a chain of many thousand nodes", () => {
    const nodes = Array.from({ length: 20_000 }, (_, i) =>
      fn(`n${i}`, i === 0 ? {} : { x: port(`n${i - 1}.output`) }),
    );
    const [main] = subgraphsOf(graph(...nodes.reverse()));
    assert.deepEqual([main?.nodes.length, main?.outputs.length], [20_000, 1]);
  });
});
