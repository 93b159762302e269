import assert from "node:assert/strict";
import { decodeSource, encodeSource, unreadableMessage } from "../../../src/runtime/text/source-text.ts";

const text = 'const größe = "🎈";\r\n// Über\n';

describe("the text of a file of code", () => {
  for (const encoding of ["utf8", "utf8-bom", "utf16le", "utf16be"] as const)
    it(`is read and written again as it was, in ${encoding}`, () => {
      const bytes = encodeSource(text, encoding);
      assert.deepEqual(decodeSource(bytes), { kind: "text", text, encoding });
    });

  it("is refused in other encodings, with the line and what to do", () => {
    const cases: readonly (readonly [Buffer, RegExp])[] = [
      [Buffer.from(text.replace("🎈", ""), "latin1"), /line 1/],
      [Buffer.from("// one\n// two\r\n// \xdcber\n", "latin1"), /another encoding in line 3/],
      [Buffer.from(`// ${"é".repeat(3)}`, "utf8").subarray(0, -1), /line 1/],
      [Buffer.from("const a = 1;\n", "utf16le"), /zero bytes in line 1/],
      [Buffer.from("\uFEFFconst a = 1;\n", "utf16le").subarray(0, -1), /UTF-16, but is damaged/],
      [Buffer.from("fffe000041000000", "hex"), /line 1/],
      [Buffer.from("\uFEFF\uD800", "utf16le"), /damaged/],
    ];
    for (const [bytes, expected] of cases) {
      const found = decodeSource(bytes);
      assert.ok(found.kind === "unreadable", bytes.toString("hex"));
      const message = unreadableMessage("workflow.ts", found);
      assert.match(message, expected);
      assert.match(message, /^workflow\.ts is not UTF-8 text: /);
    }
  });
});
