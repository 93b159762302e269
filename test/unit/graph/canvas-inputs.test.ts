import assert from "node:assert/strict";
import { canvasInputs } from "../../../src/runtime/graph/canvas-inputs.ts";
import { choiceNode, fnNode, graphOf, textbox } from "./graphs.ts";

describe("The inputs on the canvas", () => {
  it("are listed once each, with everything that takes them", () => {
    const graph = graphOf(
      fnNode("a", { topic: "a.topic component", fixed: "x fixed" }),
      choiceNode(
        "pick",
        fnNode("one", { t: "a.topic component" }),
        fnNode("two", { own: "two.own component" }),
      ),
    );
    assert.deepEqual(canvasInputs(graph), [
      {
        id: "a.topic",
        component: textbox,
        users: [
          { node: "a", input: "topic" },
          { node: "pick", variant: "one", input: "t" },
        ],
      },
      { id: "two.own", component: textbox, users: [{ node: "pick", variant: "two", input: "own" }] },
    ]);
  });
});
