import assert from "node:assert/strict";
import { countReport } from "../../../scripts/lib/layer-run.mjs";

const empty = { passed: 0, failed: 0, pending: [], failures: [], files: [] };

describe("counting a layer", () => {
  it("takes the counts and the failures of its report", () => {
    const failure = { title: "a thing works", message: "It does not." };
    const report = { ...empty, passed: 3, failed: 1, failures: [failure] };
    assert.deepEqual(countReport(report, 1), {
      passed: 3,
      failed: 1,
      failures: [failure],
      omitted: [],
      slowest: [],
    });
  });

  it("counts a bad exit code after passing tests as a failure", () => {
    assert.equal(countReport({ ...empty, passed: 3 }, 7).failed, 1);
  });

  it("names skipped tests", () => {
    const { omitted } = countReport({ ...empty, passed: 1, pending: ["a thing"] }, 0);
    assert.deepEqual(omitted, ["a thing (skipped by the test itself)"]);
  });

  it("names the files that took longest, the slowest first", () => {
    const files = [1, 7, 3, 5, 2, 6].map((seconds) => ({ file: `${seconds}.test.ts`, seconds }));
    const { slowest } = countReport({ ...empty, files }, 0);
    assert.deepEqual(
      slowest.map(({ seconds }) => seconds),
      [7, 6, 5, 3, 2],
    );
  });
});
