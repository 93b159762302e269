import assert from "node:assert/strict";
import fc from "fast-check";
import * as v from "valibot";
import { engineIntentSchema, hostIntentSchema, intentSchema } from "../../../src/runtime/protocol/intents.ts";

const types = [...engineIntentSchema.options, ...hostIntentSchema.options].map(
  (option) => option.entries.type.literal,
);

describe("messages from a canvas", () => {
  it("are refused unless they are intents, whatever they hold", () => {
    fc.assert(
      fc.property(fc.anything(), (message) => {
        assert.equal(v.safeParse(intentSchema, message).success, false);
      }),
    );
  });

  it("keep only the fields that their type has", () => {
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.dictionary(fc.string(), fc.jsonValue()), (type, extra) => {
        const parsed = v.safeParse(intentSchema, { ...extra, type, path: "/etc/passwd", command: "rm" });
        if (!parsed.success) return;
        assert.ok(!("path" in parsed.output) && !("command" in parsed.output));
      }),
    );
  });

  it("name files by hash only", () => {
    const open = (file: string): boolean =>
      v.safeParse(intentSchema, { type: "open-file", file, node: "a" }).success;
    assert.equal(open("a".repeat(64)), true);
    for (const file of ["../../secret", "/etc/passwd", "file:///etc/passwd", "A".repeat(64), ""])
      assert.equal(open(file), false, file);
  });

  it("are refused with numbers that are none", () => {
    for (const x of [Number.NaN, Number.POSITIVE_INFINITY, "1"])
      assert.equal(v.safeParse(intentSchema, { type: "move", positions: { a: { x, y: 0 } } }).success, false);
  });
});
