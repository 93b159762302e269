import assert from "node:assert/strict";
import type { GraphDescription } from "../../../src/runtime/graph/description.ts";
import { canvas, fn, graph, port } from "../support/graphs.ts";
import { testEngine, type TestEngine } from "./support/engine.ts";
import { FakeProcesses, type Version } from "./support/fake-processes.ts";

// Rows of the table of rules that are about sheets, canvases and versions of the file. The other rows are in
// test/unit/run/rules, the row about code in test/unit/session/code-rule.test.ts.

describe("rules of sessions", () => {
  let open: TestEngine | undefined;
  afterEach(async () => {
    await open?.stop();
    open = undefined;
  });

  async function start(version: Version | GraphDescription) {
    const processes = new FakeProcesses("graphs" in version ? version : { graphs: [version] });
    open = await testEngine(processes);
    const first = await open.canvas();
    assert.equal(await first.load(), true);
    return { processes, canvas: first, engine: open };
  }

  describe("rule: item-list edits", () => {
    const listing = graph(
      fn("list", { p: canvas("list.p", "a b") }),
      fn("up", { x: port("list.output.each") }),
    );
    const bodies = { list: ({ p }: { p?: unknown }) => String(p).split(" ") };

    it("makes an edited result; only what depends on it is stale", async () => {
      const { canvas: one } = await start({ graphs: [listing], bodies });
      await one.run();
      await one.send({ type: "edit-items", node: "list", port: "output", items: ["a", "x"] });
      await one.quiet();
      assert.deepEqual(one.output("list"), ["a", "x"]);
      assert.deepEqual(
        one.node("list").results.map(({ edited }) => edited),
        [true, false],
      );
      assert.deepEqual([one.freshness("list"), one.freshness("up")], ["fresh", "upstream changed"]);
      await one.run();
      assert.deepEqual(one.output("up"), ["a", "x"]);
      assert.deepEqual(one.output("list"), ["a", "x"]);
    });

    it("makes an unedited result when the node runs again, and carries nothing over", async () => {
      const { canvas: one } = await start({ graphs: [listing], bodies });
      await one.run();
      await one.send({ type: "edit-items", node: "list", port: "output", items: ["a", "x"] });
      await one.run({ type: "run", node: "list", mode: "step" });
      assert.deepEqual(one.output("list"), ["a", "b"]);
      assert.deepEqual(
        one.node("list").results.map(({ edited }) => edited),
        [false, true, false],
      );
    });
  });

  describe("rule: save while running", () => {
    it("lets the running one finish by itself, and files its results under the code that made them", async () => {
      const released: (() => void)[] = [];
      const hold = () => new Promise<string>((resolve) => released.push(() => resolve("old")));
      const before = graph(fn("a", {}, { code: "old code" }), fn("b", { x: port("a.output") }));
      const after = graph(fn("a", {}, { code: "new code" }), fn("b", { x: port("a.output") }));
      const { canvas: one, processes, engine } = await start({ graphs: [before], bodies: { a: hold } });
      await one.send({ type: "run-all", forced: false });
      await one.until("a runs", ({ nodes }) => nodes["a"]?.status === "running" && released.length === 1);

      processes.version = { graphs: [after], bodies: { a: () => "new" } };
      await engine.engine.saved({ paths: ["/workflows/test.ts"] });
      assert.deepEqual(processes.retired, [], "what still runs needs its processes");
      released[0]!();
      await one.quiet();
      // The whole run went on with the code it began with.
      assert.deepEqual([one.output("a"), one.output("b")], ["old", "old"]);
      assert.equal(one.freshness("a"), "code changed");
      assert.deepEqual(processes.retired, [1]);
      await one.run();
      assert.deepEqual([one.output("a"), one.output("b")], ["new", "new"]);

      // Back to the old code: its result is found again.
      processes.version = { graphs: [before], bodies: { a: hold } };
      await engine.engine.saved({ paths: ["/workflows/test.ts"] });
      await one.run();
      assert.deepEqual([one.output("a"), released.length], ["old", 1]);
    });
  });

  describe("rule: two canvases of one file", () => {
    const two = graph(fn("a", { prompt: canvas("a.prompt", "cat") }));

    it("shows the same in both, the last writer of a field winning", async () => {
      const { canvas: left, engine } = await start(two);
      const right = await engine.canvas();
      await left.send({ type: "set-input", input: "a.prompt", value: "left" });
      await right.send({ type: "set-input", input: "a.prompt", value: "right" });
      for (const one of [left, right]) {
        await one.until("both have the last value", ({ inputs }) => inputs["a.prompt"] === "right");
      }
      await left.run();
      await right.until(
        "the other canvas sees the result",
        ({ nodes }) => nodes["a"]?.outputs?.["output"] === "right",
      );
      await Promise.all([left.quiet(), right.quiet()]);
    });

    it("lets each show another sheet", async () => {
      const { canvas: left, engine } = await start(two);
      const right = await engine.canvas({ canvas: "second" });
      await right.send({ type: "create-sheet", name: "Other" });
      await right.until("it shows the new sheet", ({ sheet }) => sheet !== left.state.sheet);
      await left.send({ type: "set-input", input: "a.prompt", value: "left" });
      await right.send({ type: "set-input", input: "a.prompt", value: "right" });
      await left.run();
      await right.run();
      assert.deepEqual([left.output("a"), right.output("a")], ["left", "right"]);
      assert.deepEqual(right.state.sheets.length, 2);
    });

    it("that opens anew shows the sheet that was looked at last, though another one was loaded later", async () => {
      const { canvas: one, engine } = await start(two);
      const [first] = one.state.sheets;
      await one.send({ type: "create-sheet", name: "Other" });
      await one.quiet();
      const other = one.state.sheet!;
      await one.send({ type: "open-sheet", sheet: first!.id });
      await one.send({ type: "open-sheet", sheet: other });
      await one.send({ type: "open-sheet", sheet: first!.id });
      await one.quiet();
      assert.deepEqual(
        one.state.sheets.map(({ id }) => id),
        [first!.id, other],
      );
      const later = await engine.canvas({ canvas: "later" });
      assert.equal(later.state.sheet, first!.id);
    });
  });

  describe("rule: rename", () => {
    const body = { code: "the same code" };
    const before = graph(
      fn("old", { p: canvas("old.p", "x") }, body),
      fn("after", { x: port("old.output") }),
    );
    const renamed = graph(
      fn("new", { p: canvas("new.p", "x") }, body),
      fn("after", { x: port("new.output") }),
    );

    it("moves everything along where exactly one node vanished and an equal one appeared", async () => {
      const { canvas: one, processes } = await start(before);
      await one.send({ type: "set-input", input: "old.p", value: "typed" });
      await one.send({ type: "move", positions: { old: { x: 5, y: 6 } } });
      await one.run();
      processes.version = { graphs: [renamed] };
      await one.load();
      await one.quiet();
      assert.deepEqual(one.state.inputs, { "new.p": "typed" });
      assert.deepEqual(one.state.positions, { new: { x: 5, y: 6 } });
      assert.equal(one.output("new"), "typed");
      assert.deepEqual([one.freshness("new"), one.freshness("after")], ["fresh", "fresh"]);
      await one.run();
      assert.equal(processes.calls.length, 2);
    });

    it("keeps the old name's data otherwise, to be found again", async () => {
      const { canvas: one, processes } = await start(before);
      await one.send({ type: "set-input", input: "old.p", value: "typed" });
      await one.run();
      processes.version = { graphs: [graph(fn("new", { p: canvas("new.p", "x") }, { code: "other code" }))] };
      await one.load();
      assert.equal(one.freshness("new"), "missing");
      processes.version = { graphs: [before] };
      await one.load();
      await one.quiet();
      assert.equal(one.output("old"), "typed");
      assert.deepEqual([one.freshness("old"), one.freshness("after")], ["fresh", "fresh"]);
    });
  });
});
