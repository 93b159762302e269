import assert from "node:assert/strict";
import { open, result } from "./support/make.ts";
import { ModelDisk } from "./support/model-disk.ts";
import { FOLDER, GRAPH } from "./support/session.ts";

async function opened() {
  const disk = new ModelDisk();
  const store = await open(FOLDER, { disk });
  const [sheet] = await store.openGraph(GRAPH);
  return { disk, store, sheet: sheet!.id };
}

describe("renaming a node", () => {
  it("takes along everything under its name, in every sheet of the graph and in no other graph", async () => {
    const { disk, store, sheet } = await opened();
    const other = await store.createSheet(GRAPH, "Other");
    const [foreign] = await store.openGraph("another graph");
    const up = result("draw", { canvas: { "draw.prompt": "a cat", "paint.prompt": "a dog" } });
    const down = result("write", { upstream: { draw: up.id }, picks: { choice: "draw" }, canvas: up.canvas });
    for (const id of [sheet, other.id, foreign!.id]) {
      await store.addResult(id, up);
      await store.addResult(id, down);
      await store.addItems(id, "draw", [{ key: "k", status: "done", outputs: {}, duration: 1 }]);
      await store.change(id, [
        { field: "inputs", key: "draw.prompt", value: "a cat" },
        { field: "inputs", key: "drawing.prompt", value: "not this one" },
        { field: "kept", key: "draw.seed", value: 1 },
        { field: "partial", key: "draw.parts", value: true },
        { field: "picks", key: "choice", value: "draw" },
        { field: "positions", key: "draw", value: { x: 1, y: 1 } },
        { field: "positions", key: "draw.prompt", value: { x: 2, y: 2 } },
        { field: "selected", key: "draw", value: up.id },
        { field: "pinned", key: "draw", value: up.id },
        { field: "bypassed", key: "draw", value: true },
        { field: "marked", key: "draw", value: "key" },
        { field: "compact", key: "draw.prompt", value: true },
      ]);
    }
    await store.renameNode(GRAPH, "draw", "paint");
    await store.close();
    const again = await open(FOLDER, { disk });
    for (const id of [sheet, other.id]) {
      const { state, summaries, results } = await again.loadSheet(id);
      assert.deepEqual(state, {
        inputs: { "paint.prompt": "a cat", "drawing.prompt": "not this one" },
        kept: { "paint.seed": 1 },
        partial: { "paint.parts": true },
        picks: { choice: "paint" },
        positions: { paint: { x: 1, y: 1 }, "paint.prompt": { x: 2, y: 2 } },
        sizes: {},
        selected: { paint: up.id },
        pinned: { paint: up.id },
        bypassed: { paint: true },
        marked: { paint: "key" },
        compact: { "paint.prompt": true },
      });
      assert.deepEqual(Object.keys(summaries).sort(), ["paint", "write"]);
      const moved = results.find(({ node }) => node === "write");
      assert.deepEqual([moved?.upstream, moved?.picks], [{ paint: up.id }, { choice: "paint" }]);
      assert.equal((await again.findItems(id, "paint", ["k"])).length, 1);
    }
    const untouched = await again.loadSheet(foreign!.id);
    assert.deepEqual(Object.keys(untouched.summaries).sort(), ["draw", "write"]);
    assert.equal(untouched.state.inputs["draw.prompt"], "a cat");
    await again.close();
  });

  it("that gets a name which was in use before joins the histories, and what moves wins", async () => {
    const { store, sheet } = await opened();
    const [kept, moved] = [result("paint"), result("draw")];
    await store.addResult(sheet, kept);
    await store.addResult(sheet, moved);
    await store.change(sheet, [
      { field: "inputs", key: "paint.prompt", value: "old" },
      { field: "inputs", key: "draw.prompt", value: "new" },
    ]);
    await store.renameNode(GRAPH, "draw", "paint");
    const { state, summaries } = await store.loadSheet(sheet);
    assert.deepEqual(state.inputs, { "paint.prompt": "new" });
    assert.deepEqual(summaries["paint"]?.map(({ id }) => id).sort(), [kept.id, moved.id].sort());
    await store.close();
  });

  it("back and forth ends where it began, and a copy of the sheet speaks of the present names", async () => {
    const { store, sheet } = await opened();
    const up = result("draw");
    const down = result("write", { upstream: { draw: up.id } });
    await store.addResult(sheet, up);
    await store.addResult(sheet, down);
    await store.renameNode(GRAPH, "draw", "paint");
    const copy = await store.duplicateSheet(sheet, "Copy");
    assert.deepEqual((await store.loadResult(copy.id, down.id))?.upstream, { paint: up.id });
    await store.renameNode(GRAPH, "paint", "draw");
    for (const id of [sheet, copy.id])
      assert.deepEqual((await store.loadResult(id, down.id))?.upstream, { draw: up.id });
    assert.deepEqual(await store.loadResult(sheet, up.id), up);
    await store.close();
  });

  it("is not guessed: what vanished without a rename stays under its old name and can be found", async () => {
    const { store, sheet } = await opened();
    const old = result("vanished");
    await store.addResult(sheet, old);
    await store.change(sheet, [{ field: "inputs", key: "vanished.prompt", value: "still here" }]);
    await store.addResult(sheet, result("another"));
    const { state, summaries } = await store.loadSheet(sheet);
    assert.equal(state.inputs["vanished.prompt"], "still here");
    assert.equal(summaries["vanished"]?.[0]?.id, old.id);
    await store.close();
  });
});

describe("renaming an input", () => {
  it("takes along what is kept under its id, and what results say of it", async () => {
    const { disk, store, sheet } = await opened();
    const record = result("draw", { canvas: { "draw.prompt": "a cat", "draw.size": 3 } });
    await store.addResult(sheet, record);
    await store.change(sheet, [
      { field: "inputs", key: "draw.prompt", value: "a cat" },
      { field: "inputs", key: "draw.prompt.more", value: "not this one" },
      { field: "kept", key: "draw.prompt", value: 1 },
      { field: "positions", key: "draw.prompt", value: { x: 2, y: 2 } },
      { field: "selected", key: "draw.prompt", value: "a node of that name" },
    ]);
    await store.renameInput(GRAPH, "draw.prompt", "draw.text");
    await store.renameNode(GRAPH, "draw", "paint");
    await store.close();
    const again = await open(FOLDER, { disk });
    const { state } = await again.loadSheet(sheet);
    assert.deepEqual(state.inputs, { "paint.text": "a cat", "paint.prompt.more": "not this one" });
    assert.deepEqual([state.kept, state.positions], [{ "paint.text": 1 }, { "paint.text": { x: 2, y: 2 } }]);
    assert.deepEqual(state.selected, { "draw.prompt": "a node of that name" });
    const loaded = await again.loadResult(sheet, record.id);
    assert.deepEqual(loaded?.canvas, { "paint.text": "a cat", "paint.size": 3 });
    await again.close();
  });
});

describe("graphs that have sheets", () => {
  it("are listed with what was done on them, and their sheets can be copied to another graph", async () => {
    const { store, sheet } = await opened();
    await store.openGraph("only looked at");
    await store.addResult(sheet, result("draw"));
    await store.renameNode(GRAPH, "draw", "paint");
    const deleted = await store.createSheet(GRAPH, "Deleted");
    await store.change(deleted.id, [{ field: "inputs", key: "a", value: 1 }]);
    await store.deleteSheet(deleted.id);
    const found = await store.listGraphs();
    assert.deepEqual(
      found.map(({ graph, sheets }) => [graph, sheets.map(({ id, results }) => [id, results])]),
      [[GRAPH, [[sheet, 1]]]],
    );
    const copy = await store.duplicateSheet(sheet, "Copy", "another graph");
    assert.deepEqual(
      (await store.openGraph("another graph")).map(({ id }) => id),
      [copy.id],
    );
    assert.deepEqual(Object.keys((await store.loadSheet(copy.id)).summaries), ["paint"]);
    await store.close();
  });
});
