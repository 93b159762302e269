import assert from "node:assert/strict";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import type { GraphDescription } from "../../../src/runtime/graph/description.ts";
import { AdaptiveLayouter } from "../../../src/runtime/layout/layouter.ts";

/** A chain. */
function chainOf(length: number): GraphDescription {
  const nodes = Array.from({ length }, (_, index) => ({
    kind: "fn" as const,
    name: `${index}`,
    fnName: `${index}`,
    concurrent: false,
    inputs:
      index > 0
        ? [
            {
              name: "x",
              kind: "port" as const,
              from: { node: `${index - 1}`, port: "output", each: false, all: false },
            },
          ]
        : [],
    outputs: [{ name: "output", view: { kind: "hidden" as const } }],
    named: true,
    code: "",
    hasPreprocess: false,
    hasPostprocess: false,
  }));
  return { name: "g", nodes };
}
const small = chainOf(2);
const large = chainOf(60);

describe("AdaptiveLayouter", () => {
  let code: string;
  let started = 0;
  let layouter: AdaptiveLayouter;

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
    layouter = new AdaptiveLayouter(() => {
      started += 1;
      return new Worker(code, { eval: true });
    });
  });
  afterEach(() => layouter.dispose());

  it("lays out a small graph without a worker", async () => {
    const { cards } = await layouter.layout(small, {});
    assert.ok(cards["0"]!.x < cards["1"]!.x);
    assert.equal(started, 0);
  });

  it("lays out a large one in the bundled worker, once per structure", async () => {
    const [one, two] = await Promise.all([
      layouter.layout(large, {}),
      layouter.layout({ ...large, name: "other" }, {}),
    ]);
    assert.deepEqual(one, two);
    assert.ok(one.cards["0"]!.x < one.cards["59"]!.x);
    assert.equal(started, 1);
  });

  it("rejects what is under way when it is disposed, and starts again afterwards", async () => {
    const pending = layouter.layout(large, {});
    layouter.dispose();
    await assert.rejects(pending, /stopped/);
    assert.ok((await layouter.layout(large, {})).cards["59"]);
    assert.equal(started, 2);
  });
});
