import assert from "node:assert/strict";
import type { Value } from "../../../../src/runtime/values/value.ts";
import { callable, canvas, fixed, fn, graph, port } from "../../support/graphs.ts";
import { type InThread } from "../../support/in-thread.ts";
import { bench, freshnessOf, setInput, set } from "./support.ts";

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
