import assert from "node:assert/strict";
import { countReport } from "../../../scripts/lib/layer-run.mjs";

describe("counting a layer", () => {
  it("takes the counts of its report", () => {
    assert.deepEqual(countReport({ passed: 3, failed: 1, pending: [] }, 1), {
      passed: 3,
      failed: 1,
      omitted: [],
    });
  });

  it("counts a bad exit code after passing tests as a failure", () => {
    assert.equal(countReport({ passed: 3, failed: 0, pending: [] }, 7).failed, 1);
  });

  it("names skipped tests", () => {
    const { omitted } = countReport({ passed: 1, failed: 0, pending: ["a thing"] }, 0);
    assert.deepEqual(omitted, ["a thing (skipped by the test itself)"]);
  });
});
