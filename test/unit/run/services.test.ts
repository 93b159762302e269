import assert from "node:assert/strict";
import type { StepEvent } from "../../../src/runtime/run/step/step-events.ts";
import { StepError } from "../../../src/runtime/failures/failure.ts";
import { Bench } from "../support/bare-run.ts";
import { fn, graph, port } from "../support/graphs.ts";
import { inThread } from "../support/in-thread.ts";

describe("service calls", () => {
  it("are tried again after a transient failure, and say so", async () => {
    let tries = 0;
    const told: StepEvent[] = [];
    const executors = inThread(
      () => {
        if (++tries === 1) throw new StepError({ message: "429 Too Many Requests", transient: true });
        return { output: "made" };
      },
      { retries: true },
    );
    const bench = new Bench(graph(fn("a")), executors, { event: (_execution, event) => told.push(event) });
    assert.deepEqual((await bench.run()).ran, ["a"]);
    assert.equal(tries, 2);
    const retrying = told.flatMap((event) =>
      event.type === "phase" && event.phase.kind === "retrying" ? [event.phase] : [],
    );
    assert.deepEqual(
      retrying.map(({ attempt, reason }) => [attempt, reason]),
      [[2, "429 Too Many Requests"]],
    );
  });

  it("are not tried again after any other failure", async () => {
    let tries = 0;
    const executors = inThread(
      () => {
        tries++;
        throw new StepError({ message: "no such endpoint" });
      },
      { retries: true },
    );
    const { failed } = await new Bench(graph(fn("a")), executors).run();
    assert.deepEqual([failed, tries], [{ a: "no such endpoint" }, 1]);
  });

  it("stop while they wait for the next try", async () => {
    const executors = inThread(
      () => {
        throw new StepError({ message: "503", transient: true });
      },
      { retries: true },
    );
    let retrying = () => {};
    const waits = new Promise<void>((resolve) => (retrying = resolve));
    const bench = new Bench(graph(fn("a")), executors, {
      event: (_execution, event) => event.type === "phase" && event.phase.kind === "retrying" && retrying(),
    });
    const run = bench.begin();
    await waits;
    run.stop();
    assert.deepEqual(
      (await run.done).map(({ type }) => type),
      ["stopped"],
    );
  });

  it("share a limit per name, over nodes and items, and never open more than that", async () => {
    let open = 0;
    let most = 0;
    const executors = inThread(
      async ({ x = null }, _context, node) => {
        if (node.name === "list") return { output: Array.from({ length: 30 }, (_, index) => index) };
        most = Math.max(most, ++open);
        await new Promise(setImmediate);
        open--;
        return { output: x };
      },
      { group: (node) => (node.name === "list" ? undefined : { name: "one host", limit: 3 }) },
    );
    const scattered = graph(
      fn("list"),
      fn("left", { x: port("list.output.each") }),
      fn("right", { x: port("list.output.each") }),
    );
    const { ran } = await new Bench(scattered, executors).run();
    assert.deepEqual([ran.toSorted(), most], [["left", "list", "right"], 3]);
  });
});
