import assert from "node:assert/strict";
import { assignInOrder, assignReturned, inFormOf } from "../../../src/runtime/graph/outputs.ts";
import type { ComponentName } from "../../../src/runtime/components/description.ts";
import type { OutputDescription } from "../../../src/runtime/graph/description.ts";
import type { Value } from "../../../src/runtime/values/value.ts";
import { fnNode, output, textbox } from "./graphs.ts";

const number = { component: "Number", options: {} } as const;
const two = [output("up", textbox), output("length", number)];
const hidden: OutputDescription = { name: "hidden", view: { kind: "hidden" } };
const items: OutputDescription = {
  name: "lines",
  view: { kind: "items", fields: { text: textbox, n: number } },
};

function returned(outputs: readonly OutputDescription[], value: Value | undefined): unknown {
  const assigned = assignReturned(fnNode("node", {}, outputs), value);
  return assigned.type === "outputs" ? assigned.outputs : assigned.message;
}

describe("What a function returned", () => {
  it("is the value of its one output, lists and objects included", () => {
    assert.deepEqual(returned([output("json")], [1, 2]), { json: [1, 2] });
    assert.deepEqual(returned([output("json")], { json: 1 }), { json: { json: 1 } });
    assert.deepEqual(returned([output("json")], undefined), { json: null });
  });

  it("may describe files as Python's client does", () => {
    const image = output("image", { component: "Image", options: {} });
    const described = { path: "a.png", url: null, size: null, orig_name: null, meta: {} };
    assert.deepEqual(returned([image], described), { image: "a.png" });
    assert.deepEqual(returned([output("json")], described), { json: described });
  });

  it("goes to several outputs by name or in order", () => {
    assert.deepEqual(returned(two, { length: 1, up: "A", other: 2 }), { up: "A", length: 1 });
    assert.deepEqual(returned(two, ["A", 1]), { up: "A", length: 1 });
    assert.deepEqual(returned(two, { up: null, length: null }), { up: null, length: null });
    assert.deepEqual(returned([hidden, ...two], [{ any: 1 }, "A", 1]), {
      hidden: { any: 1 },
      up: "A",
      length: 1,
    });
  });

  it("is refused with what was expected and what came", () => {
    const expected =
      "'node' has 2 outputs ('up', 'length'), so its code returns an object with these names, or an array in this order";
    assert.equal(returned(two, "A"), `${expected}; it returned a string.`);
    assert.equal(returned(two, undefined), `${expected}; it returned nothing.`);
    assert.equal(returned(two, ["A"]), `${expected}; it returned an array of 1 value.`);
    assert.equal(
      returned(two, { up: "A", lenght: 1 }),
      `${expected}; it returned only 'up', 'lenght'. Missing: 'length'. Is 'lenght' meant to be 'length'?`,
    );
    assert.equal(
      returned(two, [1, "A"]),
      `Output 'up' of 'node' expects text, but got the number 1. Output 'length' of 'node' expects a number, but got the text "A".`,
    );
  });

  it("must hold all fields of an item list", () => {
    assert.deepEqual(returned([items], [{ text: "a", n: 1 }]), { lines: [{ text: "a", n: 1 }] });
    assert.equal(
      returned([items], "a"),
      "Output 'lines' of 'node' expects a list of items, but got the text \"a\".",
    );
    assert.equal(
      returned([items], [{ text: "a", n: 1 }, "b"]),
      "Output 'lines' of 'node' expects a list of objects with the fields text, n, but item 2 is not an object.",
    );
    assert.equal(
      returned([items], [{ text: "a", n: "1" }]),
      `Output 'lines' of 'node' (field 'n' of item 1) expects a number, but got the text "1".`,
    );
  });
});

describe("What a service returned", () => {
  it("goes to the outputs in order, what is beyond them left out", () => {
    const assigned = assignInOrder(fnNode("node", {}, two), ["A", 1, "more"]);
    assert.deepEqual(assigned, { type: "outputs", outputs: { up: "A", length: 1 } });
  });

  it("must be enough for the outputs", () => {
    const assigned = assignInOrder(fnNode("node", {}, two), ["A"]);
    assert.equal(
      assigned.type === "mismatch" && assigned.message,
      "'node' has 2 outputs ('up', 'length'), but 1 value came back. Remove outputs, or use postprocess to make the missing ones.",
    );
  });

  it("is told apart by what fits and what does not, with a component that shows it", () => {
    const file = { $file: "0".repeat(64), name: "a.png", mime: "image/png", size: 1 };
    const three = [output("image", { component: "Image", options: {} }), ...two];
    const assigned = assignInOrder(fnNode("node", {}, three), [file, 42, [{ image: file, caption: null }]]);
    assert.ok(assigned.type === "mismatch");
    assert.deepEqual(assigned.fitting, { image: file });
    assert.deepEqual(assigned.misfits, {
      up: "Output 'up' of 'node' expects text, but got the number 42.",
      length: "Output 'length' of 'node' expects a number, but got a list of 1.",
    });
    assert.equal(assigned.help, "Show 'up' by gr.Number, 'length' by gr.Gallery.");
  });

  it("keeps what came where less came than there are outputs", () => {
    const assigned = assignInOrder(fnNode("node", {}, two), ["A"]);
    assert.ok(assigned.type === "mismatch");
    assert.deepEqual([assigned.fitting, Object.keys(assigned.misfits)], [{ up: "A" }, ["length"]]);
  });

  it("is taken in the form of the output's component", () => {
    const file = { $file: "0".repeat(64), name: "a.png", mime: "image/png", size: 1 };
    const view = (component: ComponentName) =>
      ({ kind: "component", component: { component, options: {} } }) as const;
    assert.deepEqual(inFormOf(view("Gallery"), [file]), [{ image: file, caption: null }]);
    assert.deepEqual(inFormOf(view("Label"), "cat"), { label: "cat" });
    assert.deepEqual(inFormOf(view("Dataframe"), [{ a: 1 }]), { headers: ["a"], data: [[1]] });
    assert.equal(inFormOf(view("Textbox"), 1), 1);
    assert.equal(inFormOf({ kind: "hidden" }, 1), 1);
  });
});
