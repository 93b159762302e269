import assert from "node:assert/strict";
import { findRename } from "../../../src/runtime/graph/rename.ts";
import { choiceNode, fnNode, graphOf } from "./graphs.ts";

const inputs = (name: string) => ({
  topic: `${name}.topic component`,
  shared: "other.x component",
  up: "up.output",
});
const before = graphOf(fnNode("up"), fnNode("old", inputs("old")), fnNode("user", { x: "old.output" }));
const sameCode = { code: "code of old" };

describe("A rename", () => {
  it("is one node that vanished and one that appeared with an equal definition", () => {
    const after = graphOf(
      fnNode("up"),
      { ...fnNode("new", inputs("new")), ...sameCode, source: { file: "w.ts", line: 3, column: 1 } },
      fnNode("user", { x: "new.output" }),
    );
    assert.deepEqual(findRename(before, after), {
      from: "old",
      to: "new",
      inputs: { "old.topic": "new.topic" },
    });
  });

  it("is also found for the variant of a choice, and for the choice", () => {
    const pick = (choice: string, variant: string) =>
      graphOf(choiceNode(choice, { ...fnNode(variant), code: "c" }, fnNode("b")));
    assert.deepEqual(findRename(pick("p", "a"), pick("p", "z")), { from: "a", to: "z", inputs: {} });
    assert.deepEqual(findRename(pick("p", "a"), pick("q", "a")), { from: "p", to: "q", inputs: {} });
  });

  const not = (what: string, after: ReturnType<typeof graphOf>) =>
    it(`is not ${what}`, () => assert.equal(findRename(before, after), undefined));
  const rest = [fnNode("up"), fnNode("user", { x: "new.output" })];
  not("a node with other code", graphOf(...rest, fnNode("new", inputs("new"))));
  not(
    "a node with another input",
    graphOf(...rest, { ...fnNode("new", { topic: "new.topic component" }), ...sameCode }),
  );
  not(
    "a node with another wire",
    graphOf(...rest, { ...fnNode("new", { ...inputs("new"), up: "up.output each" }), ...sameCode }),
  );
  not("two new nodes", graphOf(...rest, { ...fnNode("new", inputs("new")), ...sameCode }, fnNode("more")));
  not("a node that is merely gone", graphOf(...rest));
  not("nothing at all", before);
});
