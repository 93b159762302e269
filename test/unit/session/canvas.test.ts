import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineIntent } from "../../../src/runtime/protocol/intents.ts";
import type { GraphDescription } from "../../../src/runtime/graph/description.ts";
import { callable, canvas, fn, graph, inputList, port, anyOutput } from "../support/graphs.ts";
import { settings, testEngine, type TestEngine, type TestEngineOptions } from "./support/engine.ts";
import { FakeProcesses, type Version } from "./support/fake-processes.ts";

const line = graph(fn("a", { prompt: canvas("a.prompt", "cat") }), fn("b", { x: port("a.output") }));

describe("canvases", () => {
  const open: TestEngine[] = [];
  const folders: string[] = [];
  afterEach(async () => {
    for (const one of open.splice(0)) await one.stop();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  async function start(version: Version | GraphDescription, options?: TestEngineOptions) {
    const processes = new FakeProcesses("graphs" in version ? version : { graphs: [version] });
    const engine = await testEngine(processes, options);
    open.push(engine);
    const one = await engine.canvas();
    await one.load();
    return { processes, engine, canvas: one };
  }

  function dataFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), "daggr-data-"));
    folders.push(folder);
    return folder;
  }

  describe("editing", () => {
    it("undoes and redoes edits, typing in one field being one step", async () => {
      const { canvas: one } = await start(line);
      for (const value of ["d", "do", "dog"]) await one.send({ type: "set-input", input: "a.prompt", value });
      await one.send({ type: "move", positions: { a: { x: 1, y: 2 } } });
      await one.send({ type: "undo" });
      await one.send({ type: "undo" });
      await one.quiet();
      assert.deepEqual([one.state.inputs, one.state.positions, one.state.canUndo], [{}, {}, false]);
      await one.send({ type: "redo" });
      await one.quiet();
      assert.deepEqual([one.state.inputs, one.state.canRedo], [{ "a.prompt": "dog" }, true]);
    });

    it("undoes and redoes what a card's menu and footer change", async () => {
      const drawing = graph(
        fn("a", { prompt: canvas("a.prompt", "cat"), seed: callable() }),
        fn("b", { x: port("a.output") }),
      );
      const { canvas: one } = await start({ graphs: [drawing], bodies: {} });
      await one.run();
      await one.send({ type: "set-input", input: "a.prompt", value: "dog" });
      const changes: readonly [EngineIntent, () => unknown][] = [
        [{ type: "compact", card: "b", on: true }, () => one.state.compact["b"]],
        [{ type: "bypass", node: "b", on: true }, () => one.node("b").bypassed],
        [{ type: "pin", node: "a", on: true }, () => one.node("a").pinned !== undefined],
        [{ type: "mark-fresh", node: "a" }, () => one.freshness("a") === "marked"],
        [{ type: "keep-value", node: "a", input: "seed", on: true }, () => "a.seed" in one.state.kept],
        [{ type: "use-partial", node: "b", input: "x", on: true }, () => one.state.partial["b.x"]],
      ];
      for (const [intent, isDone] of changes) {
        await one.quiet();
        assert.ok(!isDone(), `before ${intent.type}`);
        for (const step of [intent, { type: "undo" }, { type: "redo" }] as const) {
          await one.send(step);
          await one.quiet();
          assert.equal(Boolean(isDone()), step.type !== "undo", `${intent.type}: ${step.type}`);
        }
        await one.send({ type: "undo" });
      }
      await one.quiet();
      // The edit before them is still the next to be taken back.
      await one.send({ type: "undo" });
      await one.quiet();
      assert.deepEqual([one.state.inputs, one.state.canUndo], [{}, false]);
    });

    it("refuses what the graph does not have, and values that do not fit", async () => {
      const { canvas: one } = await start(line);
      await assert.rejects(one.send({ type: "set-input", input: "a.x", value: 1 }), /no input 'a.x'/);
      await assert.rejects(
        one.send({ type: "set-input", input: "a.prompt", value: { a: 1 } }),
        /'a.prompt' expects/,
      );
      const picture = await start(graph(fn("a", { image: canvas("a.image", null, "Image") })));
      await assert.rejects(
        picture.canvas.send({ type: "set-input", input: "a.image", value: "/etc/passwd" }),
        /takes a file that was dropped, pasted or chosen/,
      );
      await assert.rejects(one.send({ type: "pick", choice: "a", variant: "b" }), /is no choice/);
      await assert.rejects(one.send({ type: "run", node: "zz", mode: "step" }), /no node 'zz'/);
      await assert.rejects(one.send({ type: "open-sheet", sheet: "zz" }), /no such sheet/);
    });

    it("keeps a drawn value, and marks a node as fresh", async () => {
      const { canvas: one } = await start(graph(fn("a", { p: canvas("a.p", "x"), seed: callable() })));
      await one.run();
      await one.send({ type: "keep-value", node: "a", input: "seed", on: true });
      await one.run({ type: "run", node: "a", mode: "step" });
      assert.deepEqual(one.node("a").drawn, { seed: 1 });
      await one.send({ type: "set-input", input: "a.p", value: "y" });
      await one.send({ type: "mark-fresh", node: "a" });
      await one.quiet();
      assert.equal(one.freshness("a"), "marked");
    });
  });

  describe("results", () => {
    it("brings back the inputs of an earlier result, and what was made from it downstream", async () => {
      const { canvas: one } = await start(line);
      await one.run();
      await one.send({ type: "set-input", input: "a.prompt", value: "dog" });
      await one.run();
      const [, first] = one.node("a").results;
      await one.send({ type: "show-result", node: "a", result: first!.id });
      await one.quiet();
      // As the file says it: an input that nobody touched is not edited by looking back.
      assert.equal(one.state.inputs["a.prompt"], undefined);
      assert.deepEqual([one.output("a"), one.output("b")], ["cat", "cat"]);
      const [newest] = one.node("a").results;
      await one.send({ type: "show-result", node: "a", result: newest!.id });
      await one.quiet();
      assert.equal(one.state.inputs["a.prompt"], "dog");
      assert.deepEqual([one.freshness("a"), one.freshness("b")], ["fresh", "fresh"]);
    });

    it("lists no more results than the limit keeps, as soon as it is set", async () => {
      const { canvas: one, engine } = await start(line);
      await engine.engine.setSettings({ ...settings, keptResults: 3 });
      const texts = ["1", "2", "3", "4", "5"];
      for (const value of texts) {
        await one.send({ type: "set-input", input: "a.prompt", value });
        await one.run();
      }
      await one.until("the oldest are gone", ({ nodes }) => nodes["a"]?.results.length === 3);
      const [, , oldest] = one.node("a").results;
      await one.send({ type: "show-result", node: "a", result: oldest!.id });
      await one.quiet();
      assert.equal(one.output("a"), "3");
    });

    it("brings back upstream results when paging downstream, and tells the lineage", async () => {
      const { canvas: one } = await start(line);
      await one.run();
      await one.send({ type: "set-input", input: "a.prompt", value: "dog" });
      await one.run();
      const [, first] = one.node("b").results;
      await one.send({ type: "show-result", node: "b", result: first!.id });
      await one.quiet();
      assert.deepEqual([one.output("a"), one.state.inputs["a.prompt"]], ["cat", undefined]);
      const lineage = await one.send({ type: "lineage", request: 1, node: "b", result: first!.id });
      const steps = lineage as unknown as { node: string; canvas: unknown }[];
      assert.deepEqual(
        steps.map(({ node }) => node),
        ["b", "a"],
      );
      assert.deepEqual(steps[0]!.canvas, { "a.prompt": "cat" });
    });

    it("brings back what other nodes made of the same inputs and upstream results", async () => {
      const fork = graph(
        fn("a", { prompt: canvas("a.prompt", "cat") }),
        fn("left", { x: port("a.output") }),
        fn("right", { x: port("a.output") }),
        fn("beside", { prompt: canvas("a.prompt", "cat") }),
        fn("apart", { other: canvas("apart.other", "one") }),
      );
      const { canvas: one } = await start(fork);
      await one.run();
      await one.send({ type: "set-input", input: "a.prompt", value: "dog" });
      await one.send({ type: "set-input", input: "apart.other", value: "two" });
      await one.run();
      const [, first] = one.node("left").results;
      await one.send({ type: "show-result", node: "left", result: first!.id });
      await one.quiet();
      const shown = ["a", "left", "right", "beside", "apart"].map((node) => one.output(node));
      assert.deepEqual(shown, ["cat", "cat", "cat", "cat", "two"]);
      assert.deepEqual(one.state.preview.run, [], "everything is fresh");
    });

    it("runs what an app shows, and nothing else", async () => {
      const fork = graph(
        fn("a", { prompt: canvas("a.prompt", "cat") }),
        fn("left", { x: port("a.output") }),
        fn("right", { x: port("a.output") }),
      );
      const { canvas: one } = await start(fork);
      await one.run({ type: "run-all", forced: false, nodes: ["left"] });
      const counts = () => ["a", "left", "right"].map((node) => one.node(node).results.length);
      assert.deepEqual(counts(), [1, 1, 0]);
      await one.run({ type: "run-all", forced: false, nodes: ["left"] });
      assert.deepEqual(counts(), [1, 1, 0], "it is fresh");
      await one.run({ type: "run-all", forced: true, nodes: ["left"] });
      assert.deepEqual(counts(), [2, 2, 0]);
      await assert.rejects(one.send({ type: "run-all", forced: false, nodes: ["none"] }), /no node 'none'/);
    });

    it("shows the next result where the shown one is deleted", async () => {
      const { canvas: one } = await start(line);
      await one.run();
      await one.run({ type: "run", node: "a", mode: "step" });
      const [newest, oldest] = one.node("a").results;
      await one.send({ type: "delete-results", node: "a", results: [newest!.id] });
      await one.quiet();
      assert.equal(one.node("a").shown, oldest!.id);
    });
  });

  describe("loading", () => {
    it("keeps the last good graph and all results under the message of a file that fails", async () => {
      const { canvas: one, processes } = await start(line);
      await one.run();
      processes.version = { graphs: [], failure: { message: "Unexpected token" } };
      assert.equal(await one.load(), false);
      await one.quiet();
      assert.equal(
        one.state.loading.kind === "failed" && one.state.loading.failure.message,
        "Unexpected token",
      );
      assert.equal(one.output("b"), "cat");
      processes.version = { graphs: [line] };
      assert.equal(await one.load(), true);
      await one.quiet();
      assert.equal(one.state.loading.kind, "ready");
    });

    it("says that a file makes no graph, or has a cycle", async () => {
      const cycle = graph(fn("a", { x: port("b.output") }), fn("b", { x: port("a.output") }));
      for (const [version, message] of [
        [{ graphs: [] }, /The file makes no graph/],
        [{ graphs: [cycle] }, /has a cycle: .*→/],
      ] as const) {
        const { canvas: one } = await start(version);
        await one.until("it failed", ({ loading }) => loading.kind === "failed");
        assert.match(one.state.loading.kind === "failed" ? one.state.loading.failure.message : "", message);
      }
    });

    it("shows the stored graph and results after a restart, and loads nothing by itself", async () => {
      const data = dataFolder();
      const first = await start(line, { data });
      await first.canvas.run();
      for (const one of open.splice(0)) await one.stop();

      const processes = new FakeProcesses({ graphs: [line] });
      const engine = await testEngine(processes, { data });
      open.push(engine);
      const again = await engine.canvas();
      assert.equal(again.state.loading.kind, "snapshot");
      assert.deepEqual([again.output("b"), again.freshness("b")], ["cat", "fresh"]);
      await engine.engine.saved({ paths: ["/workflows/test.ts"] });
      assert.equal(processes.loads, 0);
    });

    it("still shows a pinned result after a restart, though a newer one was made", async () => {
      const data = dataFolder();
      const { canvas: one } = await start(line, { data });
      await one.run();
      const pinned = one.node("a").shown;
      await one.send({ type: "pin", node: "a", on: true });
      await one.run({ type: "run", node: "a", mode: "step" });
      assert.deepEqual([one.node("a").shown, one.node("a").results.length], [pinned, 2]);
      for (const each of open.splice(0)) await each.stop();
      const { canvas: again } = await start(line, { data });
      await again.quiet();
      assert.deepEqual([again.node("a").shown, again.freshness("a")], [pinned, "pinned"]);
    });

    it("keeps nothing of a graph without a persist key", async () => {
      const data = dataFolder();
      const { canvas: one, engine } = await start({ graphs: [{ ...line, persistKey: false }] }, { data });
      await one.run();
      assert.equal(one.output("b"), "cat");
      const kept = await engine.store.openGraph("file:/workflows/test.ts#Test");
      const { results } = await engine.store.loadSheet(kept[0]!.id);
      assert.deepEqual(results, []);
    });

    it("runs nothing in a workspace that is not trusted", async () => {
      const { canvas: one, processes } = await start(line, { trusted: false });
      await assert.rejects(one.send({ type: "run-all", forced: false }), /not trusted/);
      assert.equal(processes.loads, 0);
    });
  });

  describe("running", () => {
    it("tells the state of ten thousand items in few messages", async () => {
      const many = graph(fn("list"), fn("up", { x: port("list.output.each") }));
      const items = Array.from({ length: 10_000 }, (_, index) => index);
      const { canvas: one } = await start({
        graphs: [many],
        bodies: { list: () => items, up: ({ x = null }) => x },
      });
      const before = one.messages;
      await one.run();
      assert.equal(one.node("up").items?.length, 10_000);
      assert.equal(one.output("up") instanceof Array && (one.output("up") as unknown[]).length, 10_000);
      assert.ok(one.messages - before < 2_000, `${one.messages - before} messages`);
    });

    it("calls the items of a kept result by what they were made of, as while they run", async () => {
      const nodes = [
        fn("list", { p: canvas("list.p", "red blue") }),
        fn("up", { x: port("list.output.each") }),
      ];
      const bodies = { list: ({ p }: { p?: unknown }) => String(p).split(" ") };
      const { canvas: one } = await start({ graphs: [graph(...nodes)], bodies });
      await one.run();
      assert.deepEqual(
        one.node("up").items?.map(({ label }) => label),
        ["1 · red", "2 · blue"],
      );
    });

    it("waits for a person's answer, and takes only one of the options", async () => {
      const choose = {
        ...fn("choose"),
        kind: "human",
        step: "choose-one",
        inputs: inputList({ options: port("list.output") }),
        outputs: [anyOutput("selected")],
      } as const;
      const { canvas: one, engine } = await start({
        graphs: [graph(fn("list"), choose)],
        bodies: { list: () => ["p", "q"] },
      });
      await assert.rejects(
        engine.engine.test({ session: one.session, node: "choose" }),
        /'choose' waits for a person's answer/,
      );
      await one.send({ type: "run-all", forced: false });
      await one.until("it asks", ({ nodes }) => nodes["choose"]?.status === "asking");
      assert.deepEqual(one.node("choose").question, {
        step: "choose-one",
        message: "Choose one.",
        options: ["p", "q"],
      });
      await one.send({ type: "answer", node: "choose", value: "q" });
      await one.quiet();
      assert.equal(one.output("choose", "selected"), "q");
      await one.run();
      assert.equal(
        one.node("choose").results.length,
        1,
        "an answer counts as long as the options are the same",
      );
      await assert.rejects(one.send({ type: "answer", node: "choose", value: "p" }), /asks nothing/);
    });

    it("says when a Space was updated; accepting it makes its results stale", async () => {
      let commit = "one";
      const space = {
        ...fn("space"),
        kind: "gradio",
        space: "owner/name",
        apiName: "/predict",
        runLocally: false,
        validate: true,
      } as const;
      const { canvas: one } = await start(graph(space), {
        services: {
          commitOf: () => Promise.resolve(commit),
          callSpace: () => Promise.resolve({ returned: ["made"] }),
        },
      });
      await one.run();
      commit = "two";
      await one.load();
      await one.until("it is told", ({ notices }) => notices.length === 1);
      assert.equal(one.freshness("space"), "fresh");
      await one.send({ type: "notice", id: one.state.notices[0]!.id, action: "accept-commit" });
      await one.quiet();
      assert.deepEqual([one.freshness("space"), one.state.notices], ["Space updated", []]);
    });
  });
});
