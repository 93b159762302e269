import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GraphDescription } from "../../../src/runtime/graph/description.ts";
import type { LineageStep } from "../../../src/runtime/protocol/canvas.ts";
import { canvas, fn, graph, port } from "../support/graphs.ts";
import { TestCanvas } from "./support/canvas.ts";
import { testEngine, type TestEngine } from "./support/engine.ts";
import { FakeProcesses } from "./support/fake-processes.ts";

const named = (name: string, one: GraphDescription): GraphDescription => ({ ...one, name });
const flow = graph(
  fn("draw", { prompt: canvas("draw.prompt", "a cat") }),
  fn("use", { x: port("draw.output") }),
);
const other = graph(fn("say", { text: canvas("say.text", "hello") }));

describe("what keeps its data when names change", () => {
  const data = mkdtempSync(join(tmpdir(), "daggr-renames-"));
  let folder = 0;
  let open: TestEngine | undefined;
  afterEach(async () => {
    await open?.stop();
    open = undefined;
  });
  after(() => rmSync(data, { recursive: true, force: true }));

  /** A canvas on a file with these graphs. */
  async function start(...graphs: GraphDescription[]) {
    const processes = new FakeProcesses({ graphs });
    open = await testEngine(processes, { data: join(data, String((folder += 1))) });
    const one = await open.canvas();
    assert.equal(await one.load(), true);
    const save = async (...next: GraphDescription[]) => {
      processes.version = { graphs: next };
      assert.equal(await one.load(), true);
      await one.quiet();
    };
    return { one, processes, engine: open, save };
  }

  async function typeAndRun(one: TestCanvas, text = "a red fox"): Promise<void> {
    await one.send({ type: "set-input", input: "draw.prompt", value: text });
    await one.run();
  }

  const shows = (one: TestCanvas) => [one.state.inputs, one.output("use"), one.freshness("use")];
  const everything = [{ "draw.prompt": "a red fox" }, "a red fox", "fresh"];

  describe("a graph", () => {
    it("takes its sheets along to its new name, and back", async () => {
      const { one, save } = await start(named("Old", flow));
      await typeAndRun(one);
      const before = one.state.sheets;
      await save(named("New", flow));
      assert.equal(one.state.graph?.name, "New");
      assert.deepEqual(shows(one), everything);
      assert.deepEqual(one.state.sheets, before);
      await save(named("Old", flow));
      assert.deepEqual(shows(one), everything);
    });

    it("takes them along also if its nodes change with it", async () => {
      const { one, save } = await start(named("Old", flow));
      await typeAndRun(one);
      await save(named("New", graph(flow.nodes[0]!, fn("more", { x: port("draw.output") }))));
      assert.deepEqual(one.state.inputs, { "draw.prompt": "a red fox" });
      assert.equal(one.output("draw"), "a red fox");
    });

    it("is found under its old name by canvases and lenses, also after a reload", async () => {
      const { one, save, engine, processes } = await start(named("Old", flow));
      const lens = await engine.canvas({ graph: "Old" });
      await typeAndRun(one);
      await save(named("New", flow));
      await lens.quiet();
      assert.equal(lens.state.graph?.name, "New");
      await engine.stop();
      open = await testEngine(processes, { data: join(data, String(folder)) });
      const restored = await open.canvas({ graph: "Old" });
      assert.equal(restored.state.graph?.name, "New");
      assert.deepEqual(shows(restored), everything);
      assert.equal(await restored.load(), true);
      await restored.quiet();
      assert.deepEqual(shows(restored), everything);
    });

    it("that is new under the old name begins with nothing, and the renamed one keeps its own", async () => {
      const { one, save } = await start(named("Old", flow));
      await typeAndRun(one);
      await save(named("New", flow));
      await save(named("New", flow), named("Old", flow));
      assert.deepEqual(shows(one), everything);
      const again = await open!.canvas({ graph: "Old" });
      assert.equal(await again.load(), true);
      await again.quiet();
      assert.deepEqual(again.state.inputs, {});
      assert.equal(again.freshness("draw"), "missing");
    });

    it("is not guessed where it has no node of the old one, or where two changed: both can be found", async () => {
      const { one, save, engine } = await start(named("Old", flow));
      await typeAndRun(one);
      await save(named("New", other));
      assert.deepEqual(one.state.inputs, {});
      const found = await engine.engine.otherSheets({ session: one.session });
      assert.deepEqual(
        found.map(({ name, results, graph: of, file }) => [name, results, of, file]),
        [["Sheet 1", 2, "Old", "/workflows/test.ts"]],
      );
      await save(named("Two", flow), named("Three", flow));
      assert.deepEqual(one.state.inputs, {});
      await engine.engine.copySheet({ session: one.session, sheet: found[0]!.id });
      await one.quiet();
      assert.deepEqual(shows(one), everything);
      assert.equal(one.state.sheets.length, 2);
      // It is a copy: the old name keeps what it had.
      await save(named("Old", flow));
      assert.deepEqual(shows(one), everything);
    });

    it("that looked at nothing and did nothing is not offered", async () => {
      const { one, save, engine } = await start(named("Old", flow));
      await one.send({ type: "set-view", view: { x: 1, y: 2, zoom: 1 } });
      await one.send({ type: "move", positions: { draw: { x: 1, y: 1 } } });
      await save(named("New", other));
      assert.deepEqual(await engine.engine.otherSheets({ session: one.session }), []);
    });

    it("with a persist key has its sheets under that, whatever its name", async () => {
      const keyed = (name: string) => ({ ...named(name, flow), persistKey: "mine" });
      const { one, save } = await start(keyed("Old"));
      await typeAndRun(one);
      await save(keyed("New"), named("Old", flow));
      assert.equal(one.state.graph?.name, "New");
      assert.deepEqual(shows(one), everything);
    });
  });

  describe("a workflow file", () => {
    const at = (path: string) => TestCanvas.open(open!.engine, open!.events, path);
    async function loaded(path: string): Promise<TestCanvas> {
      const one = await at(path);
      assert.equal(await one.load(), true);
      await one.quiet();
      return one;
    }

    it("takes its sheets along to its new path, and a new file at the old one begins with nothing", async () => {
      const { one, engine } = await start(named("Flow", flow));
      await typeAndRun(one);
      await engine.engine.moved({ files: [{ from: "/workflows/test.ts", to: "/workflows/sub/new.ts" }] });
      const moved = await at("/workflows/sub/new.ts");
      assert.deepEqual(shows(moved), everything, "before it is loaded");
      assert.deepEqual(shows(await loaded("/workflows/sub/new.ts")), everything);
      await engine.engine.close({ session: one.session });
      const fresh = await loaded("/workflows/test.ts");
      assert.deepEqual(fresh.state.inputs, {});
    });

    it("follows its folder, and comes back with it", async () => {
      const { one, engine } = await start(named("Flow", flow));
      await typeAndRun(one);
      const [here, there] = ["/workflows", "/moved/here"];
      await engine.engine.moved({ files: [{ from: here, to: there }] });
      assert.deepEqual(shows(await loaded("/moved/here/test.ts")), everything);
      await engine.engine.close({ session: one.session });
      await engine.engine.moved({ files: [{ from: "/moved/here/test.ts", to: "/workflows/test.ts" }] });
      assert.deepEqual(shows(await loaded("/workflows/test.ts")), everything);
    });
  });

  describe("an input", () => {
    const withInput = (input: string, value = "a cat") =>
      graph(fn("draw", { [input]: canvas(`draw.${input}`, value) }), fn("use", { x: port("draw.output") }));

    it("takes its value, its place and what results say of it along", async () => {
      const { one, save } = await start(withInput("prompt"));
      await typeAndRun(one, "first");
      await typeAndRun(one, "second");
      await one.send({ type: "move", positions: { "draw.prompt": { x: 3, y: 4 } } });
      const [, first] = one.node("draw").results;
      await save(withInput("text"));
      assert.deepEqual(one.state.inputs, { "draw.text": "second" });
      assert.deepEqual(one.state.positions, { "draw.text": { x: 3, y: 4 } });
      await one.send({ type: "show-result", node: "draw", result: first!.id });
      await one.quiet();
      assert.deepEqual(one.state.inputs, { "draw.text": "first" });
    });

    it("with another component starts anew, and its old value is there again when it comes back", async () => {
      const { one, save } = await start(withInput("prompt"));
      await typeAndRun(one);
      await save(withInput("text", "another default"));
      assert.equal(one.state.inputs["draw.text"], undefined);
      await save(withInput("prompt"));
      assert.equal(one.state.inputs["draw.prompt"], "a red fox");
    });
  });

  describe("a node that got another name together with other changes", () => {
    const changed = graph(fn("paint", { prompt: canvas("paint.prompt", "a cat") }, { code: "new code" }));

    async function changedNode() {
      const started = await start(flow);
      await typeAndRun(started.one);
      await started.save(changed);
      return started;
    }
    it("is found among the earlier ones, with its results and what made them", async () => {
      const { one } = await changedNode();
      const found = one.state.earlier;
      assert.deepEqual(found.map(({ node, results }) => [node, results.length]).sort(), [
        ["draw", 1],
        ["use", 1],
      ]);
      const { node, results } = found.find(({ node }) => node === "use")!;
      const steps = (await one.send({
        type: "lineage",
        request: 1,
        node,
        result: results[0]!.id,
      })) as unknown as LineageStep[];
      assert.deepEqual(
        steps.map((step) => [step.node, step.outputs["output"]]),
        [
          ["use", "a red fox"],
          ["draw", "a red fox"],
        ],
      );
    });

    it("can be told to be a node of the graph, which gets everything", async () => {
      const { one } = await changedNode();
      await one.send({ type: "adopt-node", from: "draw", to: "paint" });
      await one.quiet();
      assert.deepEqual(one.state.inputs, { "paint.prompt": "a red fox" });
      assert.deepEqual([one.output("paint"), one.freshness("paint")], ["a red fox", "code changed"]);
      assert.deepEqual(
        one.state.earlier.map(({ node }) => node),
        ["use"],
      );
    });

    it("is not one that is there, nor given to one that is not", async () => {
      const { one } = await changedNode();
      await assert.rejects(
        one.send({ type: "adopt-node", from: "paint", to: "paint" }),
        /still in the graph/,
      );
      await assert.rejects(one.send({ type: "adopt-node", from: "draw", to: "nope" }), /no node 'nope'/);
    });
  });

  describe("what was deleted", () => {
    it("a result comes back by undo, as it was: shown, starred, named", async () => {
      const { one } = await start(flow);
      await typeAndRun(one, "first");
      await typeAndRun(one, "second");
      const [, first] = one.node("draw").results;
      await one.send({
        type: "describe-result",
        node: "draw",
        result: first!.id,
        name: "good",
        starred: true,
      });
      await one.send({ type: "show-result", node: "draw", result: first!.id });
      await one.quiet();
      const before = one.node("draw");
      await one.send({ type: "delete-results", node: "draw", results: [first!.id] });
      await one.quiet();
      assert.deepEqual([one.node("draw").results.length, one.output("draw")], [1, "second"]);
      await one.send({ type: "restore-results", node: "draw", results: [first!.id] });
      await one.quiet();
      assert.deepEqual(one.node("draw").results, before.results);
      assert.equal(one.output("draw"), "first");
      await assert.rejects(
        one.send({ type: "restore-results", node: "draw", results: [first!.id] }),
        /gone for good/,
      );
    });

    it("a cleared sheet comes back by undo, in the place of the cleared one", async () => {
      const { one } = await start(flow);
      await typeAndRun(one);
      const [sheet] = one.state.sheets;
      const before = await one.send({ type: "clear-sheet", request: 1, sheet: sheet!.id });
      await one.quiet();
      assert.deepEqual([one.state.inputs, one.freshness("draw")], [{}, "missing"]);
      assert.equal(one.state.sheets.length, 1);
      await one.send({ type: "restore-sheet", sheet: before as string, instead: sheet!.id });
      await one.quiet();
      assert.deepEqual(shows(one), everything);
      assert.deepEqual(
        one.state.sheets.map(({ name }) => name),
        ["Sheet 1"],
      );
    });
  });
});
