import assert from "node:assert/strict";
import { mock } from "node:test";
import { StepError } from "../../../src/runtime/failures/failure.ts";
import type { FnNodeDescription, StepDescription } from "../../../src/runtime/graph/description.ts";
import type { Value } from "../../../src/runtime/values/value.ts";
import { Bench } from "../support/bare-run.ts";
import { callable, fixed, fn, graph, port } from "../support/graphs.ts";
import { inThread, type InThread } from "../support/in-thread.ts";

const asleep = () => {
  throw new StepError({ message: "The Space is asleep." });
};
const value = { fallback: { kind: "value" } } as const;
const other = (node: StepDescription, inputs: Readonly<Record<string, string>> = {}) =>
  ({ fallback: { kind: "node", node, inputs } }) as const;
/** A node that passes its input on. */
const user = (from: string): FnNodeDescription => fn("user", { x: port(from) });

/** Nodes of the names in `failing` fail, the others give `from NAME`, and `user` gives its input. */
function executors(failing: readonly string[], given: Value = "given", calls: string[] = []) {
  const run: InThread = (inputs, _context, { name }) => {
    calls.push(`${name} ${JSON.stringify(inputs)}`);
    if (failing.includes(name)) asleep();
    return { output: name === "user" ? (inputs["x"] ?? null) : `from ${name}` };
  };
  return inThread(run, { fallback: () => ({ output: given }) });
}

describe("a fallback", () => {
  it("gives the result where the node failed, and what is behind it runs", async () => {
    const bench = new Bench(graph(fn("a", {}, value), user("a.output")), executors(["a"]));
    assert.deepEqual(await bench.run(), { ran: ["a", "user"], reused: [], failed: {}, stopped: [] });
    assert.deepEqual(bench.shown("user")?.outputs, { output: "given" });
    assert.deepEqual(bench.shown("a")?.fallback, { because: "The Space is asleep." });
  });

  it("is not asked where the node works", async () => {
    const bench = new Bench(graph(fn("a", {}, value)), executors([]));
    await bench.run();
    assert.deepEqual(
      [bench.shown("a")?.outputs, bench.shown("a")?.fallback],
      [{ output: "from a" }, undefined],
    );
  });

  it("is never fresh: the next run tries the node itself, and what is behind it runs only for another value", async () => {
    const failing = ["a"];
    const bench = new Bench(graph(fn("a", {}, value), user("a.output")), executors(failing));
    await bench.run();
    assert.deepEqual(bench.plan().evaluations[0]?.freshness, {
      kind: "stale",
      reasons: ["from the fallback: The Space is asleep."],
    });
    assert.deepEqual(await bench.run(), { ran: ["a"], reused: ["user"], failed: {}, stopped: [] });
    failing.pop();
    assert.deepEqual(await bench.run(), { ran: ["a", "user"], reused: [], failed: {}, stopped: [] });
    assert.deepEqual(await bench.run(), { ran: [], reused: ["a", "user"], failed: {}, stopped: [] });
  });

  it("is kept where a person pins it", async () => {
    const bench = new Bench(graph(fn("a", {}, value)), executors(["a"]));
    await bench.run();
    bench.sheet = { ...bench.sheet, pinned: { a: bench.shown("a")!.id } };
    assert.deepEqual(await bench.run(), { ran: [], reused: ["a"], failed: {}, stopped: [] });
  });

  it("that is a node gets the inputs by name, also what was drawn, and its own fixed values", async () => {
    const calls: string[] = [];
    const cheap = fn("cheap", { steps: fixed(4) });
    const node = fn(
      "a",
      { text: fixed("hi"), seed: callable() },
      other(cheap, { prompt: "text", seed: "seed" }),
    );
    const bench = new Bench(graph(node), executors(["a"], null, calls));
    await bench.run();
    assert.deepEqual(calls, ['a {"text":"hi","seed":1}', 'cheap {"steps":4,"prompt":"hi","seed":1}']);
    const record = bench.shown("a");
    assert.deepEqual(record?.outputs, { output: "from cheap" });
    assert.deepEqual(record?.fallback, { because: "The Space is asleep.", node: "cheap" });
    assert.deepEqual([record?.inputs, record?.drawn], [{ text: "hi" }, { seed: 1 }]);
    assert.equal(bench.shown("cheap"), undefined);
  });

  it("may have one of its own, and the first failure is told", async () => {
    const bench = new Bench(graph(fn("a", {}, other(fn("b", {}, other(fn("c")))))), executors(["a", "b"]));
    await bench.run();
    assert.deepEqual(bench.shown("a")?.fallback, { because: "The Space is asleep.", node: "c" });
  });

  it("that fails too fails the step, with both reasons", async () => {
    const bench = new Bench(graph(fn("a", {}, other(fn("b"))), user("a.output")), executors(["a", "b"]));
    const { failed } = await bench.run();
    assert.match(failed["a"] ?? "", /^The Space is asleep\. Its fallback failed too: The Space is asleep\.$/);
    assert.match(failed["user"] ?? "", /did not run because 'a' failed/);
  });

  it("waits in its own concurrency group, after the node gave up its place in the same", async () => {
    const executors = inThread(
      async (_inputs, _context, { name }) => {
        await new Promise(setImmediate);
        return name === "a" ? asleep() : { output: name };
      },
      { group: () => ({ name: "one at a time", limit: 1 }) },
    );
    const bench = new Bench(graph(fn("a", {}, other(fn("b")))), executors);
    assert.deepEqual((await bench.run()).ran, ["a"]);
  });

  it("of a scattered node is for single items; the next run makes these alone", async () => {
    const failing = new Set(["b"]);
    const run: string[] = [];
    const executors = inThread(
      ({ x }, _context, { name }) => {
        if (name === "list") return { output: ["a", "b", "c"] };
        run.push(x as string);
        return failing.has(x as string) ? asleep() : { output: `made ${x as string}` };
      },
      { fallback: () => ({ output: "given" }) },
    );
    const bench = new Bench(graph(fn("list"), fn("each", { x: port("list.output.each") }, value)), executors);
    assert.deepEqual((await bench.run()).failed, {});
    const shown = bench.shown("each");
    assert.deepEqual(shown?.outputs, { output: ["made a", "given", "made c"] });
    assert.equal(shown?.fallback?.because, "1 of 3 items: The Space is asleep.");
    failing.clear();
    run.length = 0;
    await bench.run();
    assert.deepEqual(bench.shown("each")?.outputs, { output: ["made a", "made b", "made c"] });
    assert.equal(bench.shown("each")?.fallback, undefined);
    assert.ok(run.includes("b"));
  });

  it("is not taken where the run is stopped", async () => {
    let began = () => {};
    const begun = new Promise<void>((resolve) => (began = resolve));
    const executors = inThread(
      (_inputs, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(new Error("aborted")));
          began();
        }),
      { fallback: () => assert.fail("asked for the fallback") },
    );
    const bench = new Bench(graph(fn("a", {}, value)), executors);
    const run = bench.begin();
    await begun;
    run.stop();
    assert.deepEqual(
      (await run.done).map(({ type }) => type),
      ["stopped"],
    );
    assert.equal(bench.shown("a"), undefined);
  });
});

describe("retries of a function", () => {
  beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
  afterEach(() => mock.timers.reset());

  it("are as many as its node says, of any failure, and then the fallback is taken", async () => {
    const calls: string[] = [];
    const bench = new Bench(graph(fn("a", {}, { ...value, retries: 2 })), executors(["a"], "given", calls));
    const run = bench.run();
    await ticking(run);
    assert.equal(calls.length, 3);
    assert.deepEqual(bench.shown("a")?.outputs, { output: "given" });
  });
});

describe("a time limit", () => {
  beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
  afterEach(() => mock.timers.reset());

  it("ends what does not end by itself, as Stop would, and fails the step", async () => {
    const never = inThread(
      (_inputs, { signal }) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener("abort", () => reject(new Error("aborted"))),
        ),
    );
    const bench = new Bench(graph(fn("a", {}, { timeout: 60 })), never);
    const run = bench.run();
    mock.timers.tick(59_999);
    mock.timers.tick(1);
    assert.deepEqual((await run).failed, { a: "It took longer than its time limit of 60 s and was ended." });
  });
});

describe("the age of results", () => {
  beforeEach(() => mock.timers.enable({ apis: ["Date"], now: 1_000_000 }));
  afterEach(() => mock.timers.reset());

  it("makes a node run again after its `cacheFor`, whatever else has changed", async () => {
    const bench = new Bench(graph(fn("a", {}, { cacheFor: 3600 }), user("a.output")), executors([]));
    await bench.run();
    mock.timers.tick(3_599_000);
    assert.deepEqual(await bench.run(), { ran: [], reused: ["a", "user"], failed: {}, stopped: [] });
    mock.timers.tick(1_000);
    assert.deepEqual(bench.plan().evaluations[0]?.freshness, {
      kind: "stale",
      reasons: ["older than 60 min"],
    });
    assert.deepEqual(await bench.run(), { ran: ["a"], reused: ["user"], failed: {}, stopped: [] });
  });

  it("of none makes it run each time", async () => {
    const bench = new Bench(graph(fn("a", {}, { cacheFor: 0 })), executors([]));
    await bench.run();
    assert.deepEqual((await bench.run()).ran, ["a"]);
    assert.deepEqual(bench.plan().evaluations[0]?.freshness, { kind: "stale", reasons: ["runs each time"] });
  });

  it("counts for items too: none of an older result is taken", async () => {
    let calls = 0;
    const executors = inThread((_inputs, _context, { name }) =>
      name === "list" ? { output: ["a", "b"] } : { output: ++calls },
    );
    const bench = new Bench(
      graph(fn("list"), fn("each", { x: port("list.output.each") }, { cacheFor: 60 })),
      executors,
    );
    await bench.run();
    await bench.run();
    assert.equal(calls, 2);
    mock.timers.tick(60_000);
    await bench.run();
    assert.equal(calls, 4);
  });
});

/** Lets the fake clock run until something has settled. */
async function ticking(until: Promise<unknown>): Promise<void> {
  let settled = false;
  void until.finally(() => (settled = true));
  while (!settled) {
    mock.timers.tick(1_000);
    await new Promise(setImmediate);
  }
}
