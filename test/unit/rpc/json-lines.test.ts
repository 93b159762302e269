import assert from "node:assert/strict";
import { jsonLine, JsonLines } from "../../../src/runtime/rpc/json-lines.ts";

describe("Messages as lines of JSON", () => {
  /** Characters of two bytes, which together have more than the 256 MB that a line may have. */
  const tooLong = "é".repeat(140 * 2 ** 20);

  it("are cut from a stream wherever its parts end", () => {
    const lines = new JsonLines();
    const bytes = Buffer.from(jsonLine([{ text: "one\né" }]) + jsonLine(["two"]));
    const received = [...bytes].flatMap((byte) => [...lines.read(Buffer.from([byte]))]);
    assert.deepEqual(received, [[{ text: "one\né" }], ["two"]]);
  });

  it("are not sent where the other side would refuse them for their length", () => {
    const refused = /has more than 256 MB\. Keep large values in files, and pass their paths on\.$/;
    assert.throws(() => jsonLine([tooLong]), refused);
    const lines = new JsonLines();
    assert.throws(() => [...lines.read(Buffer.alloc(2 ** 28 + 1))], { message: refused });
  });
});
