import assert from "node:assert/strict";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import type { GraphDescription } from "../../../src/runtime/graph/description.ts";
import { WorkerLayouter } from "../../../src/runtime/layout/layouter.ts";

const graph: GraphDescription = {
  name: "g",
  nodes: ["a", "b"].map((name) => ({
    kind: "fn" as const,
    name,
    fnName: name,
    concurrent: false,
    inputs:
      name === "b"
        ? [{ name: "x", kind: "port" as const, from: { node: "a", port: "output", each: false, all: false } }]
        : [],
    outputs: [{ name: "output", view: { kind: "hidden" as const } }],
    named: true,
    code: "",
    hasPreprocess: false,
    hasPostprocess: false,
  })),
};

describe("WorkerLayouter", () => {
  let code: string;
  let started = 0;
  let layouter: WorkerLayouter;

  before(async function () {
    this.timeout(20_000);
    const entry = new URL("../../../src/runtime/layout/worker.ts", import.meta.url).pathname;
    const bundle = await build({
      entryPoints: [entry],
      bundle: true,
      platform: "node",
      format: "cjs",
      write: false,
      logLevel: "silent",
    });
    code = bundle.outputFiles[0]!.text;
  });
  beforeEach(() => {
    started = 0;
    layouter = new WorkerLayouter(() => {
      started += 1;
      return new Worker(code, { eval: true });
    });
  });
  afterEach(() => layouter.dispose());

  it("lays out in the bundled worker, once per structure", async () => {
    const [one, two] = await Promise.all([
      layouter.layout(graph, {}),
      layouter.layout({ ...graph, name: "other" }, {}),
    ]);
    assert.deepEqual(one, two);
    assert.ok(one.cards["a"]!.x < one.cards["b"]!.x);
    assert.equal(started, 1);
  });

  it("rejects what is under way when it is disposed, and starts again afterwards", async () => {
    const pending = layouter.layout(graph, {});
    layouter.dispose();
    await assert.rejects(pending, /stopped/);
    assert.ok((await layouter.layout(graph, {})).cards["b"]);
    assert.equal(started, 2);
  });
});
