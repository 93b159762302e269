import assert from "node:assert/strict";
import type { Values } from "../../../../src/runtime/values/value.ts";
import type { StepContext } from "../../../../src/runtime/run/step/step.ts";
import { resultOf } from "../../support/bare-run.ts";
import { fixed, fn, graph, port } from "../../support/graphs.ts";
import { type InThread } from "../../support/in-thread.ts";
import { bench, freshnessOf, setInput, set, changed, line } from "./support.ts";

describe("rule: what runs", () => {
  it("runs what is missing or stale in Run to here, and nothing beside it", async () => {
    const { bench: one } = bench(graph(...line.nodes, fn("other")));
    assert.deepEqual((await one.run({ type: "to", nodes: ["b"] })).ran, ["a", "b"]);
    assert.deepEqual((await one.run({ type: "to", nodes: ["c"] })).ran, ["c"]);
    assert.deepEqual((await one.run()).ran, ["other"]);
  });

  it("runs the node alone in Run this step, on the upstream results that are shown, stale or not", async () => {
    const { bench: one } = bench(line);
    await one.run();
    setInput(one, "a.prompt", "dog");
    assert.deepEqual((await one.run({ type: "step", node: "b" })).ran, ["b"]);
    assert.deepEqual(one.shown("b")!.outputs, { output: "cat" });
  });

  it("says what is missing in Run this step without an upstream result", async () => {
    const { bench: one } = bench(line);
    const { failed } = await one.run({ type: "step", node: "b" });
    assert.equal(failed["b"], "'b' needs a result of 'a', which has none yet.");
  });

  it("runs everything in scope but pins when forced", async () => {
    const { bench: one } = bench(line);
    await one.run();
    set(one, "pinned", "b", one.shown("b")!.id);
    assert.deepEqual((await one.run({ type: "all", forced: true })).ran.toSorted(), ["a", "c"]);
    assert.deepEqual((await one.run({ type: "to", nodes: ["c"], forced: true })).ran, ["c"]);
  });

  it("does not stop independent nodes where one fails, and says why the rest did not run", async () => {
    const { bench: one } = bench(graph(...line.nodes, fn("other")), {
      a: () => {
        throw new Error("no luck");
      },
    });
    const { ran, failed } = await one.run();
    assert.deepEqual(ran, ["other"]);
    assert.deepEqual(failed, {
      a: "no luck",
      b: "'b' did not run because 'a' failed.",
      c: "'c' did not run because 'a' failed.",
    });
  });
});

describe("rule: choice", () => {
  const choosing = graph(
    fn("left", {}),
    fn("right", {}),
    {
      ...fn("pick"),
      kind: "choice",
      variants: [fn("one", { x: port("left.output") }), fn("two", { x: port("right.output") })],
    },
    fn("after", { x: port("pick.output") }),
  );

  it("runs only the picked variant and its upstreams, the first to begin with", async () => {
    const { bench: one } = bench(choosing, { left: () => ({ output: "l" }), right: () => ({ output: "r" }) });
    assert.deepEqual((await one.run({ type: "to", nodes: ["after"] })).ran, ["left", "one", "after"]);
    set(one, "picks", "pick", "two");
    assert.deepEqual((await one.run({ type: "to", nodes: ["after"] })).ran, ["right", "two", "after"]);
  });

  it("keeps the results of each variant under its name, and says 'other variant' downstream", async () => {
    const special = { one: () => ({ output: "by one" }), two: () => ({ output: "by two" }) };
    const { bench: one } = bench(choosing, special);
    await one.run({ type: "to", nodes: ["after"] });
    set(one, "picks", "pick", "two");
    await one.run({ type: "to", nodes: ["two"] });
    assert.equal(freshnessOf(one)["after"], "other variant");
    assert.deepEqual(one.shown("one")!.outputs, { output: "by one" });
    assert.deepEqual(one.shown("two")!.outputs, { output: "by two" });
    set(one, "picks", "pick", "one");
    assert.equal(freshnessOf(one)["after"], "fresh");
  });

  it("has the variant's name in the key", async () => {
    const { bench: one } = bench(choosing);
    await one.run({ type: "to", nodes: ["after"] });
    assert.equal(one.shown("one")!.parts.variant, "one");
  });
});

describe("rule: pin", () => {
  it("counts a pinned result as fresh whatever changes, and runs nothing upstream for its sake", async () => {
    const { bench: one, runs } = bench(line);
    await one.run();
    set(one, "pinned", "b", one.shown("b")!.id);
    setInput(one, "a.prompt", "dog");
    assert.deepEqual(await one.run({ type: "to", nodes: ["c"] }), {
      ran: [],
      reused: ["b", "c"],
      failed: {},
      stopped: [],
    });
    assert.equal(runs.length, 3);
    assert.equal(freshnessOf(one)["b"], "pinned");
  });

  it("adds a result in Run this step, and the pin stays selected", async () => {
    const { bench: one } = bench(line);
    await one.run();
    const pinned = one.shown("b")!.id;
    set(one, "pinned", "b", pinned);
    await one.run({ type: "step", node: "b" });
    assert.equal(one.results.get("b")!.length, 2);
    assert.equal(one.shown("b")!.id, pinned);
  });
});

describe("rule: bypass", () => {
  it("passes the first fitting input through, without running", async () => {
    const text = { kind: "component", component: { component: "Textbox", options: {} } } as const;
    const shout = {
      ...fn("b", { n: fixed(3), text: port("a.output") }),
      outputs: [{ name: "output", view: text }],
    };
    const { bench: one, runs } = bench(changed(line, shout));
    set(one, "bypassed", "b", true);
    await one.run();
    assert.deepEqual(runs, ["a", "c"]);
    assert.deepEqual(one.shown("c")!.outputs, { output: "cat" });
    assert.equal(freshnessOf(one)["b"], "bypassed");
  });

  it("says so where nothing fits", async () => {
    const image = { kind: "component", component: { component: "Image", options: {} } } as const;
    const paint = { ...fn("b", { n: fixed(3) }), outputs: [{ name: "output", view: image }] };
    const { bench: one } = bench(changed(line, paint));
    set(one, "bypassed", "b", true);
    assert.equal((await one.run()).failed["b"], "'b' is bypassed, but none of its inputs fits its outputs.");
  });

  it("takes no text for the name of a file", async () => {
    const image = { kind: "component", component: { component: "Image", options: {} } } as const;
    const paint = { ...fn("b", { text: port("a.output") }), outputs: [{ name: "output", view: image }] };
    const { bench: one } = bench(changed(line, paint));
    set(one, "bypassed", "b", true);
    assert.equal((await one.run()).failed["b"], "'b' is bypassed, but none of its inputs fits its outputs.");
  });
});

describe("rule: stop", () => {
  /** Node `a` waits until it is let go or stopped. */
  function holding() {
    const started: StepContext[] = [];
    const release: (() => void)[] = [];
    const hold: InThread = (_inputs, context) =>
      new Promise<Values>((resolve, reject) => {
        started.push(context);
        release.push(() => resolve({ output: "done" }));
        context.signal.addEventListener("abort", () => reject(new Error("aborted")), { once: true });
      });
    return { ...bench(line, { a: hold }), started, release };
  }

  it("has one execution per node and key, however many runs wait for it", async () => {
    const { bench: one, started, release } = holding();
    const runs = [one.begin(), one.begin({ type: "to", nodes: ["b"] })];
    assert.equal(started.length, 1);
    release[0]!();
    const [all, toB] = await Promise.all(runs.map(async (run) => resultOf(await run.done)));
    assert.deepEqual(all!.ran, ["a", "b", "c"]);
    assert.deepEqual([toB!.ran, toB!.reused], [["a"], ["b"]]);
  });

  it("goes on until the last run that wants it is stopped", async () => {
    const { bench: one, started } = holding();
    const [first, second] = [one.begin(), one.begin()];
    first.stop();
    assert.deepEqual(resultOf(await first.done).stopped, ["a", "b", "c"]);
    assert.equal(started[0]!.signal.aborted, false);
    second.stop();
    assert.equal(started[0]!.signal.aborted, true);
    assert.deepEqual(resultOf(await second.done).stopped, ["a", "b", "c"]);
  });

  it("stops for everybody by Stop on the node, and what does not need it goes on", async () => {
    const { bench: one, started } = holding();
    one.graph = graph(...line.nodes, fn("other"));
    const run = one.begin();
    one.executions.stop("a");
    assert.equal(started[0]!.signal.aborted, true);
    const { ran, stopped } = resultOf(await run.done);
    assert.deepEqual(ran, ["other"]);
    assert.deepEqual(stopped, ["a", "b", "c"]);
  });

  it("keeps what was finished", async () => {
    const { bench: one } = bench(line, {
      b: (_inputs, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(new Error("aborted")), { once: true });
        }),
    });
    const run = one.begin();
    run.stop();
    const { ran, stopped } = resultOf(await run.done);
    assert.deepEqual([ran, stopped], [["a"], ["b", "c"]]);
    assert.equal(one.shown("a")!.outputs["output"], "cat");
  });

  it("keeps the finished items of a scatter that is stopped", async () => {
    const scattered = graph(fn("list"), fn("up", { x: port("list.output.each") }));
    let stopping = true;
    const { bench: one, runs } = bench(scattered, {
      list: () => ({ output: ["a", "b", "c"] }),
      up: ({ x = null }, { signal }) => {
        if (x !== "c" || !stopping) return { output: x };
        return new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(new Error("aborted")), { once: true });
        });
      },
    });
    const run = one.begin();
    while (runs.length < 4) await new Promise(setImmediate);
    run.stop();
    assert.deepEqual(resultOf(await run.done).stopped, ["up"]);
    stopping = false;
    await one.run();
    assert.equal(runs.filter((name) => name === "up").length, 4);
    assert.deepEqual(one.shown("up")!.outputs, { output: ["a", "b", "c"] });
  });
});
