import assert from "node:assert/strict";
import { contentHash } from "../../../src/runtime/plan/hash.ts";
import { resolveGraph } from "../../../src/runtime/plan/resolved-graph.ts";
import { previewOf } from "../../../src/runtime/plan/planner.ts";
import { Bench } from "../support/bare-run.ts";
import { canvas, chain, fn, graph, port } from "../support/graphs.ts";
import { inThread } from "../support/in-thread.ts";

describe("plans", () => {
  const wide = graph(
    fn("a", { p: canvas("a.p", "x") }),
    fn("left", { x: port("a.output") }),
    fn("right", { x: port("a.output") }),
    fn("end", { l: port("left.output"), r: port("right.output") }),
  );
  const bench = () =>
    new Bench(
      wide,
      inThread(() => ({ output: "same" })),
    );

  it("say what runs and why, and what is reused", async () => {
    const one = bench();
    assert.deepEqual(
      previewOf(one.plan(), () => undefined),
      {
        run: [
          { node: "a", why: "missing" },
          { node: "left", why: "upstream runs" },
          { node: "right", why: "upstream runs" },
          { node: "end", why: "upstream runs" },
        ],
        reused: [],
        estimate: undefined,
      },
    );
    await one.run();
    const { run, reused } = previewOf(one.plan(), () => 0);
    assert.deepEqual([run, reused], [[], ["a", "left", "right", "end"]]);
    assert.deepEqual(previewOf(one.plan({ type: "all", forced: true }), () => 0).run[0], {
      node: "a",
      why: "forced",
    });
  });

  it("estimate the longest way, since independent nodes run at the same time", () => {
    const durations: Record<string, number> = { a: 100, left: 10, right: 500, end: 1 };
    assert.equal(previewOf(bench().plan(), (node) => durations[node]).estimate, 601);
  });

  it("estimate the sum where functions run one at a time", () => {
    const inLine = graph(fn("a", {}, { concurrent: false }), fn("b", {}, { concurrent: false }));
    const one = new Bench(
      inLine,
      inThread(() => ({})),
    );
    assert.equal(previewOf(one.plan(), () => 100).estimate, 200);
  });

  it("tell where the calls are made, as far as it is known", async () => {
    const lists = graph(
      fn("list"),
      fn("clip", { item: port("list.output.each") }, { where: "gpu" }),
      fn("title", { list: port("list.output") }),
    );
    const one = new Bench(
      lists,
      inThread(() => ({ output: [1, 2, 3] })),
    );
    const asked: string[] = [];
    const elsewhere = (workers?: number) => ({
      placeOf: ({ where }: { readonly where?: string }) => where,
      workersOf: (groups: ReadonlySet<string>) => (asked.push(...groups), workers),
      onWorkers: () => () => {},
    });
    const places = (workers?: number) => previewOf(one.plan(), () => 1, elsewhere(workers)).places;
    // How long the list will be is not known.
    assert.deepEqual(places(), { here: 2, queued: 1 });
    assert.deepEqual(asked, ["gpu"]);
    await one.run();
    assert.equal(places(4), undefined);
    const forced = one.plan({ type: "all", forced: true });
    assert.deepEqual(previewOf(forced, () => 1, elsewhere(4)).places, { here: 2, queued: 3, workers: 4 });
    assert.equal(previewOf(forced, () => 1).places, undefined);
  });

  it("name the node that is not there, and the cycle", () => {
    assert.throws(() => bench().plan({ type: "to", nodes: ["zz"] }), /has no node 'zz'/);
    assert.throws(
      () => resolveGraph(graph(fn("a", { x: port("b.output") }), fn("b", { x: port("a.output") })), {}),
      /cycle: .*→/,
    );
    assert.throws(() => resolveGraph(graph(fn("a", { x: port("zz.output") })), {}), /'a' uses the node 'zz'/);
  });

  it("go through chains that are longer than the call stack", async () => {
    const long = new Bench(
      chain(20_000),
      inThread(({ x }) => ({ output: (x as number) + 1 })),
    );
    assert.equal((await long.run()).ran.length, 20_000);
  });
});

describe("content hashes", () => {
  it("are equal for equal content, whatever the order of keys", () => {
    assert.equal(contentHash({ a: 1, b: [true, null] }), contentHash({ b: [true, null], a: 1 }));
    assert.notEqual(contentHash({ a: 1 }), contentHash({ a: "1" }));
    assert.notEqual(contentHash(["a", "b"]), contentHash(["a,b"]));
  });

  it("take only proper file references for files", () => {
    const file = { $file: "a".repeat(64), name: "x.png", mime: "image/png", size: 3 };
    assert.equal(contentHash(file), contentHash({ ...file, name: "y.png" }));
    // Equal contents in one value are told apart by their names, wherever they stand in it.
    const named = (...names: string[]) => names.map((name) => ({ ...file, name }));
    assert.notEqual(contentHash(named("a", "b", "c")), contentHash(named("c", "b", "a")));
    assert.notEqual(contentHash(named("a", "b")), contentHash(named("a", "a")));
    assert.equal(contentHash(named("a", "b")), contentHash(named("a", "b")));
    assert.equal(contentHash(named("a", "a")), contentHash(named("z", "z")));
    assert.notEqual(
      contentHash({ image: named("a"), mask: named("b") }),
      contentHash({ image: named("b"), mask: named("a") }),
    );
    assert.notEqual(contentHash({ $file: "mine", n: 1 }), contentHash({ $file: "mine", n: 2 }));
  });
});
