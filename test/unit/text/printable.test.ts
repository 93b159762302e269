import assert from "node:assert/strict";
import fc from "fast-check";
import { printable, printableJson } from "../../../src/runtime/text/printable.ts";

const escape = "\u001b";

describe("printable text", () => {
  const cases: readonly (readonly [what: string, text: string, shown: string])[] = [
    ["colours", `${escape}[31mred${escape}[0m \u009b1mbold`, "red bold"],
    ["moves and erasure", `${escape}[2J${escape}[1;1Hat the top${escape}c`, "at the top"],
    ["a title", `${escape}]0;a new title\u0007after`, "after"],
    ["a link", `${escape}]8;;https://evil.example\u0007text${escape}]8;;${escape}\\ after`, "text after"],
    ["the clipboard", `${escape}]52;c;cm0gLXJm${escape}\\after`, "after"],
    ["a device string", `${escape}Pq#0;2;0${escape}\\after`, "after"],
    ["a string without an end", `${escape}]0;title\nnext`, "\nnext"],
    ["half a sequence", `${escape}[31`, ""],
    ["single controls", "a\u0000b\bc\u0007d\u007fe\u0085f", "abcdef"],
    ["bidirectional overrides", "a\u202eb\u2066c\u2069", "abc"],
    ["returns of the carriage", "10 %\r20 %\r\nnext\r", "10 % 20 %\nnext"],
  ];
  for (const [what, text, shown] of cases)
    it(`is without ${what}`, () => {
      assert.equal(printable(text), shown);
    });

  it("keeps newlines, tabs, and letters and signs of all languages", () => {
    const text = "a\n\tb ä 日本 😀 عربي\u200f";
    assert.equal(printable(text), text);
  });

  const pieces = fc.constantFrom(
    ...[escape, "\u009b", "\u009d", "\u0090", "\u009c", "\u0007", "[", "]", "P", "\\", ";", "?", "#", "0"],
    ...["m", "\r", "\n", "\t", "\u202e", "x", " ", "é"],
  );

  it("has no control but newline and tab, whatever it was made of", () => {
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        const text = printable(parts.join(""));
        assert.doesNotMatch(text, /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        assert.equal(printable(text), text);
      }),
    );
  });

  for (const part of [";?", `${escape}[`, "\u009d", "\r", `${escape}];`, `${escape}[0;`])
    it(`is made in linear time of ${printableJson(part)}`, () => {
      // What takes the square of the length would take hours, and mocha's limit would end it.
      printable(escape + part.repeat(500_000));
    });

  it("holds as JSON what was in the value", () => {
    const value = { "a\u009b": `${escape}[31m\u202e`, b: ["\u007f\n"] };
    const json = printableJson(value);
    assert.doesNotMatch(json, /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
    assert.deepEqual(JSON.parse(json), value);
  });
});
