import assert from "node:assert/strict";
import { parseInput, UsageError } from "../../../src/terminal/usage.ts";

describe("--input", () => {
  it("takes JSON where the value parses as such, else text", () => {
    assert.deepEqual(parseInput("painter.prompt=A red fox"), {
      node: "painter",
      port: "prompt",
      value: "A red fox",
    });
    assert.deepEqual(parseInput("painter.steps=28"), { node: "painter", port: "steps", value: 28 });
    assert.deepEqual(parseInput('a.list=[1,"x"]'), { node: "a", port: "list", value: [1, "x"] });
    assert.deepEqual(parseInput("a.b="), { node: "a", port: "b", value: "" });
  });

  it("allows dots in a node's name and equal signs in a value", () => {
    assert.deepEqual(parseInput("FLUX.1.prompt=a=b.c"), { node: "FLUX.1", port: "prompt", value: "a=b.c" });
  });

  it("refuses everything else, telling the form", () => {
    for (const text of ["painter", "painter.prompt", ".prompt=1", "painter.=1", "=1"])
      assert.throws(
        () => parseInput(text),
        (error) => error instanceof UsageError && error.message.includes("NODE.PORT=VALUE"),
      );
  });
});
