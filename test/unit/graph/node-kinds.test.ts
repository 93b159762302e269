import assert from "node:assert/strict";
import type { NodeKind } from "../../../src/runtime/graph/description.ts";
import {
  asksPerson,
  callsService,
  groupsInputs,
  kindOf,
  nodeKinds,
  runs,
  type NodeKindProperties,
} from "../../../src/runtime/graph/node-kinds.ts";

/** Each property with what it is of each kind, written out so that a change of the table is a change here. */
const expected: {
  readonly [P in keyof NodeKindProperties]: Readonly<Record<NodeKind, NodeKindProperties[P]>>;
} = {
  title: {
    gradio: "Gradio Space",
    fn: "Function",
    inference: "Hugging Face model",
    input: "Inputs",
    choice: "Choice",
    human: "Human step",
  },
  badge: {
    gradio: { letters: "GR", colour: "orange" },
    fn: { letters: "ƒ", colour: "blue" },
    inference: { letters: "AI", colour: "purple" },
    input: { letters: "IN", colour: "grey" },
    choice: { letters: "OR", colour: "green" },
    human: { letters: "YOU", colour: "yellow" },
  },
  runs: only("gradio", "fn", "inference", "choice", "human"),
  service: {
    gradio: "Space",
    fn: undefined,
    inference: "model",
    input: undefined,
    choice: undefined,
    human: undefined,
  },
  needsAccount: only("inference"),
  retries: only("gradio", "inference"),
  runsInProcess: only("fn"),
  asksPerson: only("human"),
  passesInputsOn: only("human"),
  groupsInputs: only("input"),
  hasTarget: only("gradio", "inference", "fn"),
};

function only(...kinds: readonly NodeKind[]): Readonly<Record<NodeKind, boolean>> {
  const is = (kind: NodeKind) => kinds.includes(kind);
  return {
    gradio: is("gradio"),
    fn: is("fn"),
    inference: is("inference"),
    input: is("input"),
    choice: is("choice"),
    human: is("human"),
  };
}

describe("The table of node kinds", () => {
  const properties = Object.keys(expected) as (keyof NodeKindProperties)[];

  for (const kind of Object.keys(expected.title) as NodeKind[]) {
    it(`says every property of '${kind}'`, () => {
      const wanted = Object.fromEntries(properties.map((property) => [property, expected[property][kind]]));
      assert.deepEqual(kindOf({ kind }), wanted);
    });

    it(`answers questions about '${kind}' from the table`, () => {
      assert.equal(runs({ kind }), expected.runs[kind]);
      assert.equal(callsService({ kind }), expected.service[kind] !== undefined);
      assert.equal(asksPerson({ kind }), expected.asksPerson[kind]);
      assert.equal(groupsInputs({ kind }), expected.groupsInputs[kind]);
    });
  }

  it("has no kinds besides", () => {
    assert.deepEqual(Object.keys(nodeKinds).sort(), Object.keys(expected.title).sort());
  });

  it("gives each kind a sign of its own", () => {
    const badges = Object.values(nodeKinds).map(({ badge }) => badge);
    assert.equal(new Set(badges.map(({ letters }) => letters)).size, badges.length);
    assert.equal(new Set(badges.map(({ colour }) => colour)).size, badges.length);
  });
});
