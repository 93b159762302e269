import assert from "node:assert/strict";
import { parseInput, parseValue, UsageError } from "../../../src/terminal/arguments.ts";

describe("--input", () => {
  it("is a node, a port and the text of a value", () => {
    const parsed = parseInput("painter.prompt=A red fox");
    assert.deepEqual(parsed, { node: "painter", port: "prompt", text: "A red fox" });
    assert.equal(parseInput("a.b=").text, "");
  });

  it("takes a value as JSON where it parses as such, else as text", () => {
    assert.equal(parseValue("A red fox"), "A red fox");
    assert.equal(parseValue("28"), 28);
    assert.deepEqual(parseValue('[1,"x"]'), [1, "x"]);
    assert.equal(parseValue(""), "");
  });

  it("allows dots in a node's name and equal signs in a value", () => {
    assert.deepEqual(parseInput("FLUX.1.prompt=a=b.c"), { node: "FLUX.1", port: "prompt", text: "a=b.c" });
  });

  it("refuses everything else, telling the form", () => {
    for (const text of ["painter", "painter.prompt", ".prompt=1", "painter.=1", "=1"])
      assert.throws(
        () => parseInput(text),
        (error) => error instanceof UsageError && error.message.includes("NODE.PORT=VALUE"),
      );
  });
});
