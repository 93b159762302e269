import assert from "node:assert/strict";
import type { Value } from "../../../src/runtime/values/value.ts";
import { canvasValue } from "../../../src/runtime/plan/evaluate.ts";
import { untouchedSheet } from "../../../src/runtime/sheets/untouched.ts";

describe("the value of an input on the canvas", () => {
  const component = { component: "Number", options: { value: 3 } } as const;
  const valueOf = (inputs: Readonly<Record<string, Value>>) =>
    canvasValue("a.x", component, { sheet: { ...untouchedSheet, inputs }, fileInput: () => undefined });

  it("is the component's own until a person gives one", () => {
    assert.equal(valueOf({}), 3);
    assert.equal(valueOf({ "a.x": 4 }), 4);
  });

  it("is never the name of a file, which only an import can have brought", () => {
    const image = { component: "Image", options: {} } as const;
    const given = (value: Value) =>
      canvasValue("a.x", image, {
        sheet: { ...untouchedSheet, inputs: { "a.x": value } },
        fileInput: () => undefined,
      });
    const file = { $file: "0".repeat(64), name: "cat.png", mime: "image/png", size: 3 };
    assert.deepEqual(given(file), file);
    assert.equal(given("/etc/passwd"), null);
    assert.equal(given("http://127.0.0.1/cat.png"), null);
  });

  it("is nothing where a person took it away", () => {
    assert.equal(valueOf({ "a.x": null }), null);
  });
});
