import assert from "node:assert/strict";
import { freeName } from "../../../src/runtime/session/sheet-names.ts";

describe("the name of a new sheet", () => {
  const taken = ["Cats", "Cats 2", "Sheet 1", "Sheet 3", "9 Lives"].map((name) => ({ name }));
  for (const [wanted, free] of [
    ["Dogs", "Dogs"],
    ["Cats", "Cats 3"],
    ["Sheet 1", "Sheet 2"],
    ["Sheet 3", "Sheet 4"],
    ["9 Lives", "9 Lives 2"],
    ["", ""],
  ] as const) {
    it(`is '${free}' where '${wanted}' is wanted`, () => assert.equal(freeName(wanted, taken), free));
  }
});
