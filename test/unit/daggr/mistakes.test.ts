import assert from "node:assert/strict";
import { mistakeOf } from "./load.ts";
import { cases } from "./mistakes.mjs";

describe("A mistake in a workflow is explained", () => {
  for (const [what, [run, message]] of Object.entries(cases)) {
    it(what, () => assert.equal(mistakeOf(run), message));
  }
});
