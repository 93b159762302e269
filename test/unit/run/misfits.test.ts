import assert from "node:assert/strict";
import type { Executor, Executors, StepOutput } from "../../../src/runtime/run/executor.ts";
import { Bench } from "../support/bare-run.ts";
import { fixed, fn, graph, port } from "../support/graphs.ts";

/** Gives `good`, and nothing for `bad`; other nodes pass their input on. */
function executors(): Executors {
  const executor: Executor = {
    run: ({ outputs }, inputs): StepOutput => {
      if (outputs.length === 1) return { outputs: { output: inputs["x"] ?? null } };
      const message = "Output 'bad' of 'node' expects text, but got the number 1.";
      return {
        outputs: { good: inputs["x"] ?? null },
        misfit: { failure: { message }, outputs: { bad: message } },
      };
    },
  };
  // Each kind is executed alike here.
  const one = executor as never;
  return {
    byKind: { fn: one, gradio: one, inference: one, human: one },
    draw: () => ({}),
    fallback: () => ({ outputs: {} }),
  };
}
const outputs = ["good", "bad"];

describe("values that do not fit their outputs", () => {
  it("hold back only the nodes that use them", async () => {
    const bench = new Bench(
      graph(
        fn("node", { x: fixed("kept") }, { outputs }),
        fn("good", { x: port("node.good") }),
        fn("bad", { x: port("node.bad") }),
        fn("both", { x: port("node.good"), y: port("node.bad") }),
        fn("items", { x: port("node.bad.each") }),
      ),
      executors(),
    );
    const { ran, failed } = await bench.run();
    const message = "Output 'bad' of 'node' expects text, but got the number 1.";
    assert.deepEqual(ran, ["good"]);
    const { items, ...others } = failed;
    assert.deepEqual(others, { node: message, bad: message, both: message });
    assert.match(items ?? "", /expects text, but got the number 1/);
    assert.deepEqual(bench.shown("node")?.outputs, { good: "kept" });
  });

  it("leave the result unfinished: it runs again, and says why", async () => {
    const bench = new Bench(graph(fn("node", { x: fixed(1) }, { outputs })), executors());
    await bench.run();
    const [evaluation] = bench.plan().evaluations;
    assert.deepEqual(evaluation?.freshness, { kind: "stale", reasons: ["no value for 'bad'"] });
    assert.deepEqual((await bench.run()).failed, {
      node: "Output 'bad' of 'node' expects text, but got the number 1.",
    });
  });

  it("fail their item of a scattered node, of which the others are kept", async () => {
    const bench = new Bench(
      graph(fn("list", { x: fixed(["a", "b"]) }), fn("node", { x: port("list.output.each") }, { outputs })),
      executors(),
    );
    const { failed } = await bench.run();
    assert.match(failed["node"] ?? "", /^2 of 2 items failed: item 1: Output 'bad'/);
    assert.deepEqual(bench.shown("node")?.outputs, { good: ["a", "b"], bad: [null, null] });
  });
});
