import assert from "node:assert/strict";
import { parseAnswer } from "../../../src/terminal/answers.ts";
import { parseInput, parsePick, parseValue, UsageError } from "../../../src/terminal/arguments.ts";

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

  it("refuses an integer that would lose digits on the way", () => {
    assert.throws(() => parseValue("6687881544318117707"), /would become 6687881544318118000\. Give .* text/);
    assert.throws(() => parseValue('{"seed": [6687881544318117707]}'), UsageError);
    assert.equal(parseValue('"6687881544318117707"'), "6687881544318117707");
    assert.equal(parseValue("9007199254740991"), 9007199254740991);
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

describe("--pick and --answer", () => {
  it("are a name and what follows the first equal sign", () => {
    assert.deepEqual(parsePick("voice=alice"), { choice: "voice", variant: "alice" });
    assert.deepEqual(parseAnswer("title=a=b"), { node: "title", answer: "a=b" });
    assert.deepEqual(parseAnswer("title="), { node: "title", answer: "" });
  });

  it("refuse everything else, telling the form", () => {
    for (const text of ["voice", "=alice", "voice="])
      assert.throws(
        () => parsePick(text),
        (error) => error instanceof UsageError && error.message.includes("CHOICE=VARIANT"),
      );
    for (const text of ["title", "=yes"])
      assert.throws(
        () => parseAnswer(text),
        (error) => error instanceof UsageError && error.message.includes("NODE=ANSWER"),
      );
  });
});
