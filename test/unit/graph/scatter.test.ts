import assert from "node:assert/strict";
import { scatterDepths } from "../../../src/runtime/graph/scatter.ts";
import { choiceNode, fnNode, graphOf } from "./graphs.ts";

describe("How deep nodes are scattered", () => {
  it("follows each, plain use and all() through the graph", () => {
    const graph = graphOf(
      fnNode("lines"),
      fnNode("tts", { text: "lines.output.text each", voice: "x fixed" }),
      fnNode("louder", { audio: "tts.output" }),
      fnNode("word", { word: "louder.output each", line: "lines.output each" }),
      fnNode("line", { words: "word.output all" }),
      fnNode("whole", { lines: "line.output all" }),
    );
    const { depths, problems } = scatterDepths(graph);
    assert.deepEqual(Object.fromEntries(depths), { lines: 0, tts: 1, louder: 1, word: 2, line: 1, whole: 0 });
    assert.deepEqual(problems, []);
  });

  it("finds a gather of what is not scattered, in a variant too", () => {
    const graph = graphOf(
      fnNode("a"),
      choiceNode("pick", fnNode("one", { x: "a.output all" }), fnNode("two")),
    );
    const from = { node: "a", port: "output", each: false, all: true };
    assert.deepEqual(scatterDepths(graph).problems, [
      { kind: "not-scattered", node: "one", input: "x", from },
    ]);
  });

  it("finds variants that are scattered differently", () => {
    const graph = graphOf(
      fnNode("a"),
      choiceNode("pick", fnNode("one", { x: "a.output each" }), fnNode("two")),
    );
    assert.deepEqual(scatterDepths(graph).problems, [
      { kind: "variants-differ", choice: "pick", depths: { one: 1, two: 0 } },
    ]);
  });
});
