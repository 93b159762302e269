import assert from "node:assert/strict";
import type { GraphDescription, NodeDescription } from "../../../src/runtime/graph/description.ts";
import type { Value, Values } from "../../../src/runtime/values/value.ts";
import { evaluate } from "../../../src/runtime/plan/evaluate.ts";
import { resolveGraph } from "../../../src/runtime/plan/resolved-graph.ts";
import type { StepContext } from "../../../src/runtime/run/step/step.ts";
import { Bench, resultOf } from "../support/bare-run.ts";
import { callable, canvas, fixed, fn, graph, port } from "../support/graphs.ts";
import { inThread, type InThread } from "../support/in-thread.ts";

// The table of rules in the description of the product, row by row. Rows about files, code and canvases are in
// test/unit/session/rules.test.ts.

/** Joins its inputs, and counts how often each node ran. */
function recording(special: Readonly<Record<string, InThread>> = {}) {
  const runs: string[] = [];
  const run: InThread = (inputs, context, node) => {
    runs.push(node.name);
    const own = special[node.name];
    return own ? own(inputs, context, node) : { output: (Object.values(inputs) as string[]).join(" ") };
  };
  return { runs, executors: inThread(run) };
}

function bench(of: GraphDescription, special: Readonly<Record<string, InThread>> = {}) {
  const { runs, executors } = recording(special);
  return { bench: new Bench(of, executors), runs };
}

function freshnessOf(of: Bench): Record<string, string> {
  const judged = evaluate(resolveGraph(of.graph, of.sheet.picks), of);
  return Object.fromEntries(
    judged.map(({ planNode, freshness }) => [
      planNode.name,
      freshness.kind === "stale"
        ? freshness.reasons.join(", ")
        : freshness.kind === "fresh" && freshness.because
          ? freshness.because
          : freshness.kind,
    ]),
  );
}

function setInput(of: Bench, input: string, value: Value): void {
  of.sheet = { ...of.sheet, inputs: { ...of.sheet.inputs, [input]: value } };
}

function set<F extends "picks" | "pinned" | "bypassed" | "marked" | "kept" | "partial">(
  of: Bench,
  field: F,
  key: string,
  value: (typeof of.sheet)[F][string],
): void {
  of.sheet = { ...of.sheet, [field]: { ...of.sheet[field], [key]: value } };
}

/** The graph with one node replaced. */
function changed(of: GraphDescription, node: NodeDescription): GraphDescription {
  return { ...of, nodes: of.nodes.map((one) => (one.name === node.name ? node : one)) };
}

const line = graph(
  fn("a", { prompt: canvas("a.prompt", "cat") }),
  fn("b", { text: port("a.output") }),
  fn("c", { text: port("b.output") }),
);

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

describe("rule: scatter", () => {
  const list =
    (...items: Value[]) =>
    () => ({ output: items });

  it("runs what uses a scattered port once per item, in order, until all() gathers", async () => {
    const scattered = graph(
      fn("list"),
      fn("up", { x: port("list.output.each") }),
      fn("again", { x: port("up.output") }),
      fn("all", { xs: port("again.output.all()") }),
    );
    const { bench: one, runs } = bench(scattered, {
      list: list("a", "b", "c"),
      all: ({ xs }) => ({ output: (xs as string[]).join("-") }),
    });
    await one.run();
    assert.deepEqual(one.shown("again")!.outputs, { output: ["a", "b", "c"] });
    assert.deepEqual(one.shown("all")!.outputs, { output: "a-b-c" });
    assert.equal(runs.filter((name) => name === "again").length, 3);
  });

  it("takes fields of items", async () => {
    const scattered = graph(fn("list"), fn("up", { text: port("list.output.each.text") }));
    const { bench: one } = bench(scattered, { list: list({ text: "a", n: 1 }, { text: "b", n: 2 }) });
    await one.run();
    assert.deepEqual(one.shown("up")!.outputs, { output: ["a", "b"] });
  });

  it("reuses items where only a field changed that is not used", async () => {
    let n = 0;
    const scattered = graph(
      fn("list", { p: canvas("list.p") }),
      fn("up", { text: port("list.output.each.text") }),
    );
    const { bench: one } = bench(scattered, { list: () => ({ output: [{ text: "a", n: n++ }] }) });
    await one.run();
    setInput(one, "list.p", "other");
    assert.deepEqual(await one.run(), { ran: ["list"], reused: ["up"], failed: {}, stopped: [] });
  });

  it("goes in step with the same origin and zips others; unequal lengths are an error", async () => {
    const zipped = graph(
      fn("xs"),
      fn("ys"),
      fn("up", { x: port("xs.output.each") }),
      fn("both", { x: port("xs.output.each"), up: port("up.output"), y: port("ys.output.each") }),
    );
    const special = { xs: list("a", "b"), ys: list("1", "2") };
    const { bench: one } = bench(zipped, special);
    await one.run();
    assert.deepEqual(one.shown("both")!.outputs, { output: ["a a 1", "b b 2"] });
    const { bench: two } = bench(zipped, { ...special, ys: list("1", "2", "3") });
    const { failed } = await two.run();
    assert.match(failed["both"]!, /'xs.output' \(input 'x'\) has 2, .*'ys.output' \(input 'y'\) has 3/);
  });

  it("repeats a shallower input, and one that is not scattered", async () => {
    const nested = graph(
      fn("groups"),
      fn("group", { g: port("groups.output.each") }),
      fn("item", { x: port("group.output.each"), g: port("groups.output.each"), all: fixed("!") }),
      fn("inner", { xs: port("item.output.all()") }),
      fn("outer", { xss: port("inner.output.all()") }),
    );
    const { bench: one } = bench(nested, {
      groups: list("ab", "c"),
      group: ({ g }) => ({ output: [...(g as string)] }),
      inner: ({ xs }) => ({ output: (xs as string[]).join("+") }),
      outer: ({ xss }) => ({ output: (xss as string[]).join(" | ") }),
    });
    await one.run();
    assert.deepEqual(one.shown("item")!.outputs, { output: [["a ab !", "b ab !"], ["c c !"]] });
    assert.deepEqual(one.shown("item")!.shape, [2, 1]);
    assert.deepEqual(one.shown("outer")!.outputs, { output: "a ab !+b ab ! | c c !" });
  });

  it("makes empty lists of empty lists", async () => {
    const empty = graph(
      fn("list"),
      fn("up", { x: port("list.output.each") }),
      fn("all", { xs: port("up.output.all()") }),
    );
    const { bench: one, runs } = bench(empty, { list: list(), all: ({ xs }) => ({ output: xs ?? null }) });
    await one.run();
    assert.deepEqual(one.shown("up")!.outputs, { output: [] });
    assert.deepEqual(one.shown("all")!.outputs, { output: [] });
    assert.deepEqual(runs, ["list", "all"]);
  });

  it("knows items by content: inserting one runs one, and equal items are told apart", async () => {
    let items = ["a", "b", "b"];
    const scattered = graph(fn("list", { p: canvas("list.p") }), fn("up", { x: port("list.output.each") }));
    const { bench: one, runs } = bench(scattered, { list: () => ({ output: items }) });
    await one.run();
    items = ["b", "new", "a", "b"];
    setInput(one, "list.p", "again");
    await one.run();
    assert.equal(runs.filter((name) => name === "up").length, 4);
    assert.deepEqual(one.shown("up")!.outputs, { output: items });
  });

  it("tells items apart whose files have equal contents, by their names", async () => {
    const file = (name: string) => ({ $file: "0".repeat(64), name, mime: "text/plain", size: 1 });
    let items = [file("a.txt"), file("b.txt"), file("c.txt")];
    const scattered = graph(
      fn("list", { p: canvas("list.p") }),
      fn("up", { x: port("list.output.each") }),
      fn("all", { xs: port("list.output") }),
    );
    const nameOf = (value: Value | undefined) => (value as { readonly name: string }).name;
    const { bench: one, runs } = bench(scattered, {
      list: () => ({ output: items }),
      up: ({ x }) => ({ output: nameOf(x) }),
      all: ({ xs }) => ({ output: (xs as Value[]).map(nameOf) }),
    });
    await one.run();
    assert.deepEqual(one.shown("up")!.outputs, { output: ["a.txt", "b.txt", "c.txt"] });
    items = [file("c.txt"), file("a.txt"), file("b.txt")];
    setInput(one, "list.p", "again");
    await one.run();
    for (const name of ["up", "all"])
      assert.deepEqual(one.shown(name)!.outputs, { output: ["c.txt", "a.txt", "b.txt"] });
    // Those that were made before are the same under their names.
    assert.equal(runs.filter((name) => name === "up").length, 3);
  });

  it("keeps partial results in place, and runs the failed items alone the next time", async () => {
    let broken = true;
    const scattered = graph(
      fn("list"),
      fn("up", { x: port("list.output.each") }),
      fn("next", { x: port("up.output") }),
    );
    const { bench: one, runs } = bench(scattered, {
      list: list("a", "b", "c"),
      up: ({ x = null }) => {
        if (x === "b" && broken) throw new Error("no b");
        return { output: x };
      },
    });
    const { ran, failed } = await one.run();
    assert.deepEqual(ran, ["list"]);
    assert.equal(failed["up"], "1 of 3 items failed: item 2: no b");
    assert.match(failed["next"]!, /1 of 3 items failed: item 2: no b/);
    assert.deepEqual(one.shown("next")!.outputs, { output: ["a", null, "c"] });
    broken = false;
    assert.deepEqual((await one.run()).ran, ["up", "next"]);
    assert.deepEqual(one.shown("next")!.outputs, { output: ["a", "b", "c"] });
    assert.equal(runs.filter((name) => name === "up").length, 4);
    assert.equal(runs.filter((name) => name === "next").length, 3);
  });

  it("runs single items again on request", async () => {
    const scattered = graph(fn("list"), fn("up", { x: port("list.output.each"), seed: callable() }));
    const { bench: one } = bench(scattered, { list: list("a", "b") });
    await one.run();
    assert.deepEqual(one.shown("up")!.outputs, { output: ["a 1", "b 2"] });
    await one.run({ type: "step", node: "up", items: [1] });
    assert.deepEqual(one.shown("up")!.outputs, { output: ["a 1", "b 3"] });
  });

  it("says what is wrong where the port gives no list or the items lack the field", async () => {
    const scattered = graph(fn("list"), fn("up", { text: port("list.output.each.text") }));
    const { bench: one } = bench(scattered, { list: () => ({ output: "text" }) });
    assert.match(
      (await one.run()).failed["up"]!,
      /'up' runs once per item of 'list.output'.* a string, not a list/,
    );
    const { bench: two } = bench(scattered, { list: list({ txt: "a" }) });
    assert.match(
      (await two.run()).failed["up"]!,
      /Item 1 of 'list.output' has no field 'text'; it has 'txt'/,
    );
  });
});

describe("rule: gather", () => {
  const gathering = graph(
    fn("list"),
    fn("up", { x: port("list.output.each") }),
    fn("all", { xs: port("up.output.all()") }),
  );
  const special: Record<string, InThread> = {
    list: () => ({ output: ["a", "b", "c"] }),
    up: ({ x = null }) => {
      if (x === "b") throw new Error("no b");
      return { output: x };
    },
    all: ({ xs = null }) => ({ output: xs }),
  };

  it("fails with the list of failed items", async () => {
    const { bench: one } = bench(gathering, special);
    assert.equal((await one.run()).failed["all"], "1 of 3 items of 'up' failed (item 2: no b).");
  });

  it("takes those that worked where the person says so, and records it", async () => {
    const { bench: one } = bench(gathering, special);
    await one.run();
    set(one, "partial", "all.xs", true);
    await one.run();
    const { outputs, parts } = one.shown("all")!;
    assert.deepEqual(outputs, { output: ["a", "c"] });
    assert.ok(parts.inputs["xs"]);
    assert.deepEqual(freshnessOf(one), { list: "fresh", up: "1 of 3 items failed", all: "fresh" });
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
