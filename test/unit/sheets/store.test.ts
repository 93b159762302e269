import assert from "node:assert/strict";
import type { LocalStore } from "../../../src/runtime/sheets/local-store.ts";
import type { ItemResult, SheetChange } from "../../../src/runtime/sheets/store.ts";
import { open, result, summariesOf } from "./support/make.ts";
import { ModelDisk } from "./support/model-disk.ts";
import { FOLDER, GRAPH } from "./support/session.ts";

async function opened(options: { now?: () => number } = {}) {
  const disk = new ModelDisk(options.now);
  const store = await open(FOLDER, { disk, ...options });
  const [sheet] = await store.openGraph(GRAPH);
  return { disk, store, sheet: sheet!.id, reopen: () => open(FOLDER, { disk, ...options }) };
}

const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);
const names = async (store: LocalStore) => (await store.openGraph(GRAPH)).map(({ name }) => name);

describe("sheets", () => {
  it("are one to begin with, the same one at every opening", async () => {
    const { store, sheet, reopen } = await opened();
    await store.close();
    const again = await reopen();
    assert.deepEqual(ids(await again.openGraph(GRAPH)), [sheet]);
    assert.notDeepEqual(ids(await again.openGraph("another graph")), [sheet]);
    await again.close();
  });

  it("keep every field of theirs", async () => {
    const { store, sheet, reopen } = await opened();
    const changes: SheetChange[] = [
      { field: "inputs", key: "draw.prompt", value: { deep: ["a cat", 1, null, true] } },
      { field: "inputs", key: "draw.text", value: "long ".repeat(50_000) },
      { field: "picks", key: "choice", value: "first" },
      { field: "positions", key: "draw", value: { x: 1.5, y: -2 } },
      { field: "sizes", key: "draw", value: { width: 200, height: 100 } },
      { field: "view", value: { x: 1, y: 2, zoom: 0.5 } },
      { field: "selected", key: "draw", value: "r1" },
      { field: "pinned", key: "draw", value: "r1" },
      { field: "bypassed", key: "draw", value: true },
      { field: "marked", key: "draw", value: "key" },
      { field: "kept", key: "draw.seed", value: 7 },
      { field: "partial", key: "join.parts", value: true },
      { field: "compact", key: "draw", value: true },
    ];
    await store.change(sheet, changes);
    await store.close();
    const again = await reopen();
    const { state } = await again.loadSheet(sheet);
    for (const change of changes) {
      const field = state[change.field];
      assert.deepEqual(
        change.field === "view" ? field : (field as Record<string, unknown>)[change.key],
        change.value,
      );
    }
    await again.change(sheet, [
      { field: "view", value: undefined },
      { field: "inputs", key: "draw.text", value: undefined },
    ]);
    const after = (await again.loadSheet(sheet)).state;
    assert.equal(after.view, undefined);
    assert.deepEqual(Object.keys(after.inputs), ["draw.prompt"]);
    await again.close();
  });

  it("are edited in the order of the calls, also where one value is big", async () => {
    const { store, sheet } = await opened();
    const big = "x".repeat(100_000);
    await Promise.all([
      store.change(sheet, [{ field: "inputs", key: "a", value: big }]),
      store.change(sheet, [{ field: "inputs", key: "a", value: "short" }]),
    ]);
    assert.equal((await store.loadSheet(sheet)).state.inputs["a"], "short");
    await store.close();
  });

  it("are ordered by use", async () => {
    let now = 1_700_000_000_000;
    const { store, sheet, reopen } = await opened({ now: () => (now += 1000) });
    const second = await store.createSheet(GRAPH, "Second");
    const third = await store.createSheet(GRAPH, "Third");
    await store.useSheet(second.id);
    await store.useSheet(sheet);
    await store.loadSheet(third.id);
    assert.deepEqual(ids(await store.openGraph(GRAPH)), [sheet, second.id, third.id]);
    await store.close();
    const again = await reopen();
    assert.deepEqual(ids(await again.openGraph(GRAPH)), [sheet, second.id, third.id]);
    await again.close();
  });

  it("are renamed", async () => {
    const { store, sheet } = await opened();
    await store.renameSheet(sheet, "Cats <b>");
    assert.deepEqual(await names(store), ["Cats <b>"]);
    await store.close();
  });

  it("are duplicated with everything, and then go their own ways", async () => {
    const { store, sheet } = await opened();
    const [first, second] = [result("draw"), result("draw")];
    await store.addResult(sheet, first);
    await store.addResult(sheet, second);
    await store.describeResult(sheet, first.id, { name: "the good one", starred: true });
    const item: ItemResult = { key: "k1", status: "done", outputs: { text: "one" }, duration: 3 };
    await store.addItems(sheet, "each", [item]);
    await store.change(sheet, [
      { field: "inputs", key: "draw.prompt", value: "a cat" },
      { field: "selected", key: "draw", value: first.id },
    ]);
    const copy = await store.duplicateSheet(sheet, "Copy");
    const [original, copied] = [await store.loadSheet(sheet), await store.loadSheet(copy.id)];
    assert.deepEqual({ ...copied, summary: null }, { ...original, summary: null });
    assert.equal(copied.summary.name, "Copy");
    assert.deepEqual(await store.findItems(copy.id, "each", ["k1"]), [item]);
    await store.deleteResults(sheet, [first.id]);
    await store.change(sheet, [{ field: "inputs", key: "draw.prompt", value: "a dog" }]);
    assert.deepEqual(await store.loadSheet(copy.id).then(({ results, state }) => [results, state]), [
      [first],
      copied.state,
    ]);
    await store.close();
  });

  it("are deleted, and brought back by undo", async () => {
    const { store, sheet } = await opened();
    const other = await store.createSheet(GRAPH, "Other");
    await store.addResult(sheet, result("draw"));
    await store.deleteSheet(sheet);
    assert.deepEqual(ids(await store.openGraph(GRAPH)), [other.id]);
    await store.restoreSheet(sheet);
    assert.equal((await store.openGraph(GRAPH)).length, 2);
    assert.equal((await store.loadSheet(sheet)).results.length, 1);
    await store.close();
  });

  it("that were deleted go for good at a later opening", async () => {
    let now = Date.now();
    const { store, sheet, reopen } = await opened({ now: () => now });
    await store.addResult(sheet, result("draw"));
    await store.deleteSheet(sheet);
    await store.close();
    const soon = await reopen();
    await soon.restoreSheet(sheet);
    await soon.deleteSheet(sheet);
    await soon.close();
    now += 2 * 60 * 60 * 1000;
    const late = await reopen();
    await assert.rejects(late.restoreSheet(sheet), /no longer exists.*Choose another sheet/);
    const [fresh] = await late.openGraph(GRAPH);
    assert.deepEqual((await late.loadSheet(fresh!.id)).results, []);
    await late.close();
  });

  it("are cleared of inputs, picks and results, but not of pinned and starred ones or of where cards stand", async () => {
    const { store, sheet } = await opened();
    const [plain, starred, pinned] = [result("draw"), result("draw"), result("write")];
    for (const record of [plain, starred, pinned]) await store.addResult(sheet, record);
    await store.describeResult(sheet, starred.id, { starred: true });
    await store.addItems(sheet, "each", [{ key: "k", status: "done", outputs: {}, duration: 1 }]);
    await store.change(sheet, [
      { field: "inputs", key: "draw.prompt", value: "a cat" },
      { field: "picks", key: "choice", value: "first" },
      { field: "pinned", key: "write", value: pinned.id },
      { field: "selected", key: "draw", value: plain.id },
      { field: "positions", key: "draw", value: { x: 1, y: 2 } },
    ]);
    await store.clearSheet(sheet);
    const { state, summaries } = await store.loadSheet(sheet);
    assert.deepEqual([state.inputs, state.picks, state.selected], [{}, {}, {}]);
    assert.deepEqual(state.positions, { draw: { x: 1, y: 2 } });
    assert.deepEqual(state.pinned, { write: pinned.id });
    assert.deepEqual(ids(summaries["draw"]!), [starred.id]);
    assert.deepEqual(await store.findItems(sheet, "each", ["k"]), []);
    await store.close();
  });

  it("keep notes beside them", async () => {
    const { store, reopen } = await opened();
    await store.setNote(GRAPH, "layout", { draw: [1, 2] });
    await store.setNote(GRAPH, "gone", 1);
    await store.setNote(GRAPH, "gone", undefined);
    await store.close();
    const again = await reopen();
    assert.deepEqual(await again.getNote(GRAPH, "layout"), { draw: [1, 2] });
    assert.equal(await again.getNote(GRAPH, "gone"), undefined);
    assert.equal(await again.getNote("another graph", "layout"), undefined);
    await again.close();
  });

  it("reject what they cannot keep, and change nothing then", async () => {
    const { store, sheet } = await opened();
    await assert.rejects(store.change("nope", [{ field: "inputs", key: "a", value: 1 }]), /no longer exists/);
    await assert.rejects(
      store.change(sheet, [
        { field: "inputs", key: "a", value: 1 },
        { field: "nonsense", key: "b", value: 1 } as unknown as SheetChange,
      ]),
      /no 'nonsense'/,
    );
    assert.deepEqual((await store.loadSheet(sheet)).state.inputs, {});
    await store.close();
  });

  it("work in memory alone where no folder is given", async () => {
    const disk = new ModelDisk();
    const store = await open("", { disk, folder: undefined, media: "/tmp/media" });
    const [sheet] = await store.openGraph(GRAPH);
    const big = result("draw", { outputs: { text: "x".repeat(100_000) } });
    await store.addResult(sheet!.id, big);
    assert.deepEqual((await store.loadSheet(sheet!.id)).results, [big]);
    assert.equal(await store.checkpoint(), false);
    await store.close();
  });
});

describe("results", () => {
  it("are found by id and by key, the newest first", async () => {
    const { store, sheet } = await opened();
    const [one, two, three] = [result("draw"), result("draw"), result("write")];
    const again = { ...result("draw"), key: one.key };
    for (const record of [one, two, three, again]) await store.addResult(sheet, record);
    assert.deepEqual(ids(await summariesOf(store, sheet, "draw")), [again.id, two.id, one.id]);
    assert.deepEqual(await store.loadResult(sheet, two.id), two);
    const { results, summaries } = await store.loadSheet(sheet);
    assert.equal(summaries["draw"]?.find(({ key }) => key === one.key)?.id, again.id);
    assert.deepEqual(
      results.find(({ node }) => node === "draw"),
      again,
    );
    assert.equal(
      summaries["write"]?.find(({ key }) => key === one.key),
      undefined,
    );
    assert.equal(await store.loadResult(sheet, "nope"), undefined);
    await store.close();
  });

  it("come with the sheet: the selected one of each node, else its newest, the others as summaries", async () => {
    const { store, sheet } = await opened();
    const [one, two, three] = [result("draw"), result("draw"), result("write")];
    for (const record of [one, two, three]) await store.addResult(sheet, record);
    await store.change(sheet, [{ field: "selected", key: "draw", value: one.id }]);
    const { results, summaries } = await store.loadSheet(sheet);
    assert.deepEqual(
      results.toSorted((a, b) => a.startedAt - b.startedAt),
      [one, three],
    );
    assert.deepEqual(summaries["draw"]?.[1], {
      id: one.id,
      key: one.key,
      startedAt: one.startedAt,
      duration: one.duration,
      starred: false,
      edited: false,
    });
    await store.close();
  });

  it("keep all that made them", async () => {
    const { store, sheet, reopen } = await opened();
    const full = result("draw", {
      key: "no hash at all",
      parts: { code: "c", options: "o", inputs: { a: "1" }, upstream: { b: "2" }, variant: "v", commit: "x" },
      items: [
        { key: "k1", status: "done", outputs: { text: "one" }, duration: 3 },
        {
          key: "k2",
          status: "failed",
          error: { message: "no", line: 4 },
          ranOn: { worker: "big", waited: 5 },
        },
      ],
      shape: [2, null],
      ranOn: { worker: "small", waited: 0 },
      upstream: { first: "r0" },
      picks: { choice: "first" },
      drawn: { seed: 7 },
      editedFrom: "r1",
      commit: "abc",
      duration: 12.25,
    });
    await store.addResult(sheet, full);
    await store.close();
    const again = await reopen();
    assert.deepEqual(await again.loadResult(sheet, full.id), full);
    assert.equal((await summariesOf(again, sheet, "draw"))[0]?.edited, true);
    await again.close();
  });

  it("can be named, starred and deleted", async () => {
    const { store, sheet } = await opened();
    const [one, two] = [result("draw"), result("draw")];
    for (const record of [one, two]) await store.addResult(sheet, record);
    await store.change(sheet, [{ field: "selected", key: "draw", value: one.id }]);
    await store.describeResult(sheet, one.id, { name: "good", starred: true });
    await store.describeResult(sheet, two.id, { name: "bad" });
    await store.describeResult(sheet, two.id, { name: "" });
    const [second, first] = await summariesOf(store, sheet, "draw");
    assert.deepEqual([first?.name, first?.starred, second?.name], ["good", true, undefined]);
    await store.deleteResults(sheet, [one.id]);
    const after = await store.loadSheet(sheet);
    assert.deepEqual([ids(after.results), after.state.selected], [[two.id], {}]);
    await store.close();
  });

  it("have items that are found by key, from them and from runs that were cut off", async () => {
    const { store, sheet, reopen } = await opened();
    const done = (key: string, text: string): ItemResult => ({
      key,
      status: "done",
      outputs: { text },
      duration: 1,
    });
    const failed: ItemResult = { key: "c", status: "failed", error: { message: "no" } };
    await store.addItems(sheet, "each", [done("a", "one"), failed]);
    await store.addItems(sheet, "each", [done("b", "two")]);
    await store.close();
    const again = await reopen();
    assert.deepEqual(await again.findItems(sheet, "each", ["b", "a", "x", "c"]), [
      done("b", "two"),
      done("a", "one"),
      failed,
    ]);
    await again.addResult(sheet, result("each", { items: [done("a", "newer"), done("c", "at last")] }));
    assert.deepEqual(await again.findItems(sheet, "each", ["a", "b", "c"]), [
      done("a", "newer"),
      done("b", "two"),
      done("c", "at last"),
    ]);
    assert.deepEqual(await again.findItems(sheet, "other", ["a"]), []);
    await again.close();
  });
});
