import assert from "node:assert/strict";
import type { Value } from "../../../src/runtime/graph/value.ts";
import { canvasValue } from "../../../src/runtime/plan/evaluate.ts";
import { emptySheet } from "../support/bare-run.ts";

describe("the value of an input on the canvas", () => {
  const component = { component: "Number", options: { value: 3 } } as const;
  const valueOf = (inputs: Readonly<Record<string, Value>>) =>
    canvasValue("a.x", component, { sheet: { ...emptySheet, inputs }, fileInput: () => undefined });

  it("is the component's own until a person gives one", () => {
    assert.equal(valueOf({}), 3);
    assert.equal(valueOf({ "a.x": 4 }), 4);
  });

  it("is nothing where a person took it away", () => {
    assert.equal(valueOf({ "a.x": null }), null);
  });
});
