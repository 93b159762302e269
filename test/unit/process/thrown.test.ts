import assert from "node:assert/strict";
import { Harness, type Workflow, workflowOf } from "./support/harness.ts";

/** What a function throws, as code, and what the failure says of it. */
const thrown: Readonly<Record<string, readonly [string, RegExp]>> = {
  "an error whose message throws": [
    `Object.defineProperty(new Error("a"), "message", { get() { throw new Error("no message"); } })`,
    /^An error without a message\.$/,
  ],
  "an error whose name throws": [
    `Object.defineProperty(new Error("words"), "name", { get() { throw new Error("no name"); } })`,
    /^words$/,
  ],
  "an error whose stack throws": [
    `Object.defineProperty(new Error("words"), "stack", { get() { throw new Error("no stack"); } })`,
    /^words$/,
  ],
  "an error whose cause throws": [
    `Object.defineProperty(new Error("words"), "cause", { get() { throw new Error("no cause"); } })`,
    /^words$/,
  ],
  "errors whose list throws": [
    `Object.defineProperty(new AggregateError([], "words"), "errors", { get() { throw new Error("no errors"); } })`,
    /^AggregateError: words$/,
  ],
  "an error with a message of another type": [
    `Object.assign(new Error("a"), { message: { a: 1n } })`,
    /without a message/,
  ],
  "a proxy of an error, all of whose traps throw": [
    `new Proxy(new Error("a"), new Proxy({}, { get() { throw new Error("no trap"); } }))`,
    /^It threw an object, which is not an error\.$/,
  ],
  "an object that cannot be said": [
    `{ toString() { throw new Error("no text"); }, toJSON() { throw new Error("no"); } }`,
    /an object/,
  ],
  "a symbol": [`Symbol("words")`, /Symbol\(words\)/],
  "a function without a text": [
    `Object.assign(() => {}, { toString: () => { throw new Error("no"); } })`,
    /It threw function/,
  ],
  "an error that is its own cause": [
    `(() => { const e = new Error("words"); e.cause = e; return e; })()`,
    /^words$/,
  ],
  "a step error of their own": [
    `Object.assign(new Error("words"), { name: "StepError", failure: { message: 7, at: "x" } })`,
    /^words$/,
  ],
  "a workflow error of their own": [
    `Object.assign(new Error("words"), { name: "WorkflowError", details: null })`,
    /^words$/,
  ],
  "an error with data that cannot cross": [
    `Object.assign(new Error("words"), { data: 1n, self: process })`,
    /^words$/,
  ],
};

describe("what user code throws", () => {
  const harness = new Harness();
  let workflow: Workflow;
  before(async () => {
    await harness.open();
    const functions = Object.values(thrown).flatMap(([code], index): [string, string][] => [
      [`now${index}`, `() => { throw ${code}; }`],
      [`later${index}`, `() => new Promise(() => setTimeout(() => { throw ${code}; }, 1))`],
      [`rejects${index}`, `() => new Promise(() => void Promise.reject(${code}))`],
    ]);
    const readers = {
      reads: `() => ({ get value() { throw ${thrown["a symbol"]![0]}; } })`,
      fine: "() => 1",
    };
    workflow = await harness.loaded(workflowOf({ ...Object.fromEntries(functions), ...readers }));
  });
  after(() => harness.close());

  for (const [index, [title, [, message]]] of Object.entries(thrown).entries())
    it(`may be ${title}`, async () => {
      for (const how of ["now", "later", "rejects"])
        assert.match((await workflow.failure(`${how}${index}`)).message, message, how);
    });

  it("may come from reading the result", async () => {
    assert.match((await workflow.failure("reads")).message, /Symbol\(words\)/);
    assert.equal(await workflow.output("fine"), 1);
  });

  it("may be any of these while the file loads", async () => {
    for (const [title, [code]] of Object.entries(thrown)) {
      const source = workflowOf({ fine: "() => 1" }, `if (Date.now() > 0) throw ${code};`);
      assert.match((await harness.refused(source)).message, /^Loading workflow\.ts failed: |^words$/, title);
    }
  });
});
