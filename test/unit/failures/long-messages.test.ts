import assert from "node:assert/strict";
import { failureOf, StepError, type StepFailure } from "../../../src/runtime/failures/failure.ts";
import { reportOfLoadFailure } from "../../../src/runtime/headless/run-report.ts";

const long = "ran out of memory; ".repeat(5_000);

describe("a very long message of a failure", () => {
  const thrown: Readonly<Record<string, unknown>> = {
    "of an app": new StepError({ message: long }),
    "of a function": new Error(long),
    "that is no error": long,
  };
  for (const [title, error] of Object.entries(thrown)) {
    it(`${title} is cut, says by how much, and is there as a whole`, () => {
      const failure = failureOf(error);
      assert.match(failure.message, /^ran out of memory; .{1,2000}… \(93,000 more characters\)$/);
      assert.equal(failure.fullMessage, long);
    });
  }

  it("stays the same however often it is passed on", () => {
    const once = failureOf(new Error(long));
    assert.equal(JSON.stringify(failureOf(new StepError(new StepError(once).failure))), JSON.stringify(once));
  });

  it("is whole in the report of a run", () => {
    const report = reportOfLoadFailure("G", failureOf(new Error(long)));
    assert.equal(report.errors[""]?.message, long);
  });

  it("is kept up to a limit", () => {
    const { fullMessage } = failureOf(new Error("x".repeat(50_000_000)));
    assert.match(fullMessage ?? "", /^x{200000}… \(49,800,000 more characters\)$/);
  });

  it("does not concern a message that can be read", () => {
    const failure: StepFailure = { message: "x".repeat(2_000) };
    assert.deepEqual(failureOf(new StepError(failure)), failure);
  });
});
