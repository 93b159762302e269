import assert from "node:assert/strict";
import { evaluate } from "../../../../src/runtime/plan/evaluate.ts";
import { resolveGraph } from "../../../../src/runtime/plan/resolved-graph.ts";
import { callable, canvas, fixed, fn, graph, port } from "../../support/graphs.ts";
import { bench, freshnessOf, setInput, set, changed, line } from "./support.ts";

describe("rule: freshness", () => {
  it("reuses everything while nothing changed", async () => {
    const { bench: one, runs } = bench(line);
    assert.deepEqual((await one.run()).ran, ["a", "b", "c"]);
    assert.deepEqual(await one.run(), { ran: [], reused: ["a", "b", "c"], failed: {}, stopped: [] });
    assert.deepEqual(runs, ["a", "b", "c"]);
  });

  it("keeps downstream fresh where an upstream ran again with equal output", async () => {
    const { bench: one } = bench(line, { a: () => ({ output: "same" }) });
    await one.run();
    setInput(one, "a.prompt", "dog");
    assert.deepEqual(await one.run(), { ran: ["a"], reused: ["b", "c"], failed: {}, stopped: [] });
  });

  it("uses the content of exactly the ports that are used", async () => {
    const two = fn("a", { prompt: canvas("a.prompt", "cat") }, { outputs: ["used", "unused"] });
    const { bench: one } = bench(graph(two, fn("b", { text: port("a.used") })), {
      a: ({ prompt = null }) => ({ used: "same", unused: prompt }),
    });
    await one.run();
    setInput(one, "a.prompt", "dog");
    assert.deepEqual((await one.run()).ran, ["a"]);
  });

  it("uses files by content, whatever they are called", async () => {
    const { bench: one } = bench(graph(fn("a", { image: canvas("a.image", null, "Image") })));
    const file = { $file: "0".repeat(64), name: "cat.png", mime: "image/png", size: 1 };
    setInput(one, "a.image", file);
    await one.run();
    setInput(one, "a.image", { ...file, name: "copy of cat.png" });
    assert.deepEqual((await one.run()).reused, ["a"]);
    setInput(one, "a.image", { ...file, $file: "1".repeat(64) });
    assert.deepEqual((await one.run()).ran, ["a"]);
  });

  it("comes back to an earlier result where a change is taken back", async () => {
    const { bench: one, runs } = bench(line);
    await one.run();
    setInput(one, "a.prompt", "dog");
    await one.run();
    setInput(one, "a.prompt", "cat");
    assert.deepEqual((await one.run()).ran, []);
    assert.equal(runs.length, 6);
  });
});

describe("rule: reasons", () => {
  it("says which input, code, upstream, commit or variant made a node stale", async () => {
    const { bench: one } = bench(line);
    await one.run();
    setInput(one, "a.prompt", "dog");
    assert.deepEqual(freshnessOf(one), { a: "prompt changed", b: "upstream changed", c: "upstream changed" });
    setInput(one, "a.prompt", "cat");
    one.graph = changed(line, fn("b", { text: port("a.output") }, { code: "other code" }));
    assert.deepEqual(freshnessOf(one), { a: "fresh", b: "code changed", c: "upstream changed" });
    one.graph = line;
    one.commits.set("c", "abc");
    assert.deepEqual(freshnessOf(one), { a: "fresh", b: "fresh", c: "Space updated" });
  });

  it("tells an input that was rewired from one whose value changed", async () => {
    const { bench: one } = bench(line);
    await one.run();
    one.graph = changed(line, fn("c", { text: fixed("x") }));
    assert.equal(freshnessOf(one)["c"], "text changed");
  });

  it("marks as fresh until the key changes again", async () => {
    const { bench: one } = bench(line);
    await one.run();
    setInput(one, "a.prompt", "dog");
    const key = evaluate(resolveGraph(line, {}), one)[0]!.key!;
    set(one, "marked", "a", key);
    assert.deepEqual(freshnessOf(one), { a: "marked", b: "fresh", c: "fresh" });
    assert.deepEqual((await one.run()).ran, []);
    setInput(one, "a.prompt", "bird");
    assert.equal(freshnessOf(one)["a"], "prompt changed");
  });
});

describe("rule: callables", () => {
  const seeded = graph(fn("a", { seed: callable() }), fn("b", { text: port("a.output") }));

  it("draws once per execution, keeps the value with the result, and never again while the node is fresh", async () => {
    const { bench: one } = bench(seeded);
    await one.run();
    assert.deepEqual(one.shown("a")!.drawn, { seed: 1 });
    await one.run({ type: "to", nodes: ["b"] });
    assert.deepEqual(one.shown("a")!.drawn, { seed: 1 });
  });

  it("draws again in Run this step", async () => {
    const { bench: one } = bench(seeded);
    await one.run();
    await one.run({ type: "step", node: "a" });
    assert.deepEqual(one.shown("a")!.drawn, { seed: 2 });
  });

  it("has only the code of a callable in the key", async () => {
    const { bench: one } = bench(seeded);
    await one.run();
    one.graph = changed(seeded, fn("a", { seed: callable("other") }));
    assert.equal(freshnessOf(one)["a"], "seed changed");
  });

  it("draws per item of a scatter", async () => {
    const scattered = graph(fn("list"), fn("up", { x: port("list.output.each"), seed: callable() }));
    const { bench: one } = bench(scattered, { list: () => ({ output: ["p", "q"] }) });
    await one.run();
    assert.deepEqual(one.shown("up")!.drawn, { seed: [1, 2] });
  });

  it("fixes a kept value", async () => {
    const { bench: one } = bench(seeded);
    await one.run();
    set(one, "kept", "a.seed", 1);
    await one.run({ type: "step", node: "a" });
    assert.deepEqual(one.shown("a")!.drawn, { seed: 1 });
  });
});
