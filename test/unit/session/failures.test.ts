import assert from "node:assert/strict";
import { canvas, fn, graph, port } from "../support/graphs.ts";
import { testEngine, type TestEngine } from "./support/engine.ts";
import { FakeProcesses } from "./support/fake-processes.ts";

describe("a failure on a card", () => {
  let open: TestEngine | undefined;
  afterEach(async () => {
    await open?.stop();
    open = undefined;
  });

  /** `double` fails above 2; it has run with 1 and 2, and failed with 7. */
  async function failed() {
    const nodes = graph(
      fn("double", { n: canvas("double.n", "1") }),
      fn("next", { x: port("double.output") }),
    );
    const double = ({ n }: { n?: unknown }) => {
      if (Number(n) > 2) throw new Error("Too much");
      return Number(n) * 2;
    };
    open = await testEngine(
      new FakeProcesses({
        graphs: [nodes],
        bodies: { double, next: ({ x }: { x?: unknown }) => x as number },
      }),
    );
    const one = await open.canvas();
    await one.load();
    for (const value of ["1", "2", "7"]) {
      await one.send({ type: "set-input", input: "double.n", value });
      await one.run();
    }
    assert.deepEqual([one.node("double").status, one.node("next").status], ["failed", "failed"]);
    assert.match(one.node("double").failure?.message ?? "", /Too much/);
    return one;
  }

  it("is over when a stored result is what the node gives now", async () => {
    const one = await failed();
    await one.send({ type: "set-input", input: "double.n", value: "1" });
    await one.run();
    for (const node of ["double", "next"]) {
      assert.deepEqual([one.node(node).status, one.node(node).failure], ["done", undefined], node);
      assert.equal(one.output(node), 2);
    }
  });

  it("is over when the person looks at another result", async () => {
    const one = await failed();
    const older = one.node("next").results.find(({ id }) => id !== one.node("next").shown)!;
    await one.send({ type: "show-result", node: "next", result: older.id });
    await one.until("the result is shown", () => one.node("next").shown === older.id);
    assert.deepEqual([one.node("next").status, one.node("next").failure], ["done", undefined]);
  });

  it("stays where only the card's other parts change", async () => {
    const one = await failed();
    await one.send({ type: "compact", card: "double", on: true });
    await one.send({ type: "bypass", node: "next", on: true });
    await one.quiet();
    assert.equal(one.node("double").status, "failed");
  });
});
