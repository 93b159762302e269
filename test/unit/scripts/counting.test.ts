import assert from "node:assert/strict";
import { countReport } from "../../../scripts/lib/layer-run.mjs";

describe("counting a layer", () => {
  it("takes the counts and the failures of its report", () => {
    const failure = { title: "a thing works", message: "It does not." };
    assert.deepEqual(countReport({ passed: 3, failed: 1, pending: [], failures: [failure] }, 1), {
      passed: 3,
      failed: 1,
      failures: [failure],
      omitted: [],
    });
  });

  it("counts a bad exit code after passing tests as a failure", () => {
    assert.equal(countReport({ passed: 3, failed: 0, pending: [], failures: [] }, 7).failed, 1);
  });

  it("names skipped tests", () => {
    const { omitted } = countReport({ passed: 1, failed: 0, pending: ["a thing"], failures: [] }, 0);
    assert.deepEqual(omitted, ["a thing (skipped by the test itself)"]);
  });
});
