import assert from "node:assert/strict";
import { findInputRenames, findRename, isRenamed } from "../../../src/runtime/graph/rename.ts";
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
    assert.deepEqual(findRename(before, after), { from: "old", to: "new" });
  });

  it("is also found for the variant of a choice, and for the choice", () => {
    const pick = (choice: string, variant: string) =>
      graphOf(choiceNode(choice, { ...fnNode(variant), code: "c" }, fnNode("b")));
    assert.deepEqual(findRename(pick("p", "a"), pick("p", "z")), { from: "a", to: "z" });
    assert.deepEqual(findRename(pick("p", "a"), pick("q", "a")), { from: "p", to: "q" });
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

describe("A rename of an input", () => {
  const with_ = (inputs: Record<string, string>) => graphOf(fnNode("up"), fnNode("draw", inputs));
  const renames = (after: Record<string, string>) =>
    findInputRenames(with_({ prompt: "draw.prompt component", size: "draw.size component" }), with_(after));

  it("is one of a node's that vanished and one that appeared with an equal component", () => {
    assert.deepEqual(renames({ text: "draw.text component", size: "draw.size component" }), [
      { from: "draw.prompt", to: "draw.text" },
    ]);
  });

  it("is none where two changed, one is merely gone, or it is a wire now", () => {
    assert.deepEqual(renames({ text: "draw.text component", width: "draw.width component" }), []);
    assert.deepEqual(renames({ size: "draw.size component" }), []);
    assert.deepEqual(renames({ text: "up.output", size: "draw.size component" }), []);
  });

  it("is none where the component is another one", () => {
    const other = with_({ text: "draw.text component", size: "draw.size component" });
    const component = { component: "Number" as const, options: {} };
    const changed = {
      ...other,
      nodes: other.nodes.map((node) => ({
        ...node,
        inputs: node.inputs.map((input) =>
          input.kind === "component" && input.input === "draw.text" ? { ...input, component } : input,
        ),
      })),
    } as typeof other;
    const first = with_({ prompt: "draw.prompt component", size: "draw.size component" });
    assert.deepEqual(findInputRenames(first, changed), []);
  });
});

describe("A graph with another name", () => {
  it("is the same one as long as a node of it is still there", () => {
    assert.equal(isRenamed(before, graphOf(fnNode("up"), fnNode("more"))), true);
    assert.equal(isRenamed(before, graphOf(fnNode("more"))), false);
  });
});
