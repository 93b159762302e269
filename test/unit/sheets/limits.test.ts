import assert from "node:assert/strict";
import { MediaFolder } from "../../../src/runtime/files/media-folder.ts";
import type { FileRef } from "../../../src/runtime/values/value.ts";
import type { StoreLimits } from "../../../src/runtime/sheets/store.ts";
import { open, result, UNLIMITED, summariesOf } from "./support/make.ts";
import { ModelDisk } from "./support/model-disk.ts";
import { FOLDER, GRAPH } from "./support/session.ts";

const HOUR = 60 * 60 * 1000;

async function opened(limits: StoreLimits) {
  const time = { now: Date.now() };
  const now = () => time.now;
  const disk = new ModelDisk(now);
  const store = await open(FOLDER, { disk, now, limits });
  const media = new MediaFolder(`${FOLDER}/media`, disk, now);
  const [sheet] = await store.openGraph(GRAPH);
  return { disk, store, media, sheet: sheet!.id, time };
}

describe("limits", () => {
  it("on results push the oldest of a node out, but no pinned, starred or shown one", async () => {
    const { store, sheet } = await opened({ ...UNLIMITED, keptResults: 4 });
    const made = Array.from({ length: 8 }, () => result("draw"));
    const [starred, pinned, shown] = made as [(typeof made)[0], (typeof made)[0], (typeof made)[0]];
    for (const record of made.slice(0, 4)) await store.addResult(sheet, record);
    await store.describeResult(sheet, starred.id, { starred: true });
    await store.change(sheet, [
      { field: "pinned", key: "draw", value: pinned.id },
      { field: "selected", key: "draw", value: shown.id },
    ]);
    await store.addResult(sheet, result("other"));
    const dropped: string[] = [];
    store.onEvent((event) => {
      if (event.type === "dropped") dropped.push(...event.results);
    });
    for (const record of made.slice(4)) await store.addResult(sheet, record);
    assert.deepEqual(
      dropped,
      [3, 4, 5, 6].map((number) => made[number]!.id),
    );
    const kept = (await summariesOf(store, sheet, "draw")).map(({ id }) => id);
    assert.deepEqual(
      kept,
      [made[7], shown, pinned, starred].map((record) => record!.id),
    );
    assert.equal((await summariesOf(store, sheet, "other")).length, 1);
    await store.close();
  });

  it("on media never push out what a card shows, be it selected or just the newest", async () => {
    const { store, media, sheet } = await opened(UNLIMITED);
    const made = [];
    for (const [number, node] of ["draw", "paint", "draw", "paint"].entries()) {
      const image = await media.addBytes(Buffer.alloc(1000, number), `${number}.png`);
      made.push(result(node, { outputs: { image } }));
      await store.addResult(sheet, made[number]!);
    }
    const [selected, old] = made;
    await store.change(sheet, [{ field: "selected", key: "draw", value: selected!.id }]);
    const dropped: string[] = [];
    const both = new Promise<void>((resolve) => {
      store.onEvent((event) => {
        if (event.type !== "dropped") return;
        assert.equal(event.sheet, sheet);
        dropped.push(...event.results);
        if (dropped.length === 2) resolve();
      });
    });
    await store.setLimits({ ...UNLIMITED, mediaLimit: 1 });
    await both;
    // The newest of the one node is not shown, the newest of the other is.
    assert.deepEqual(dropped.sort(), [old!.id, made[2]!.id].sort());
    const { results } = await store.loadSheet(sheet);
    assert.deepEqual(results.map(({ id }) => id).sort(), [selected!.id, made[3]!.id].sort());
    await store.close();
  });

  it("on media push out the oldest results with media of any sheet, until the rest fits", async () => {
    const { disk, store, media, sheet, time } = await opened(UNLIMITED);
    const files: FileRef[] = [];
    const made = [];
    for (let number = 0; number < 6; number += 1) {
      const file = await media.addBytes(Buffer.alloc(1000, number), `${number}.png`);
      files.push(file);
      made.push(result("draw", { outputs: { image: file } }));
      await store.addResult(sheet, made[number]!);
    }
    const text = result("write", { startedAt: 1 });
    await store.addResult(sheet, text);
    await store.describeResult(sheet, made[0]!.id, { starred: true });
    await store.change(sheet, [{ field: "inputs", key: "draw.image", value: files[1]! }]);
    await store.setLimits({ ...UNLIMITED, mediaLimit: 3500 });
    await store.setNote(GRAPH, "wait", "until the room is made");
    while ((await summariesOf(store, sheet, "draw")).length > 3) await store.setNote(GRAPH, "wait", null);
    const kept = (await summariesOf(store, sheet, "draw")).map(({ id }) => id);
    assert.ok(kept.includes(made[0]!.id), "starred ones stay");
    assert.equal((await summariesOf(store, sheet, "write")).length, 1, "what has no media stays");
    time.now += 2 * HOUR;
    await store.collect();
    assert.ok(await media.has(files[0]!));
    assert.ok(await media.has(files[1]!), "an input's file stays");
    assert.equal(await media.has(files[2]!), false);
    assert.ok((await disk.list(`${FOLDER}/media`)).length > 0);
    await store.close();
  });
});

describe("media that nothing refers to", () => {
  it("go after a while, and stay before it: a step may have made them, an undo may want them back", async () => {
    const { store, media, sheet, time } = await opened(UNLIMITED);
    const unused = await media.addBytes(Buffer.from("made by a step"), "a.png");
    const used = await media.addBytes(Buffer.from("an input"), "b.png");
    await store.change(sheet, [{ field: "inputs", key: "draw.image", value: { list: [used] } }]);
    assert.equal(await store.collect(), 0);
    time.now += 2 * HOUR;
    // Taken in again by the next step: as good as new.
    await media.addBytes(Buffer.from("made by a step"), "a.png");
    assert.equal(await store.collect(), 0);
    time.now += 2 * HOUR;
    assert.equal(await store.collect(), 1);
    assert.deepEqual([await media.has(unused), await media.has(used)], [false, true]);
    await store.change(sheet, [{ field: "inputs", key: "draw.image", value: undefined }]);
    assert.equal(await store.collect(), 0, "just replaced: undo may bring it back");
    time.now += 2 * HOUR;
    assert.equal(await store.collect(), 1);
    assert.equal(await media.has(used), false);
    await store.close();
  });

  it("stay while any result, copy of a sheet, item or deleted sheet refers to them", async () => {
    const { store, media, sheet, time } = await opened(UNLIMITED);
    const file = async (text: string) => media.addBytes(Buffer.from(text), `${text}.png`);
    const [output, input, canvas, drawn, item, big] = await Promise.all(
      ["output", "input", "canvas", "drawn", "item", "big"].map(file),
    );
    const record = result("draw", {
      outputs: { image: output!, big: ["x".repeat(100_000), big!] },
      inputs: { image: input! },
      canvas: { "draw.image": canvas! },
      drawn: { image: drawn! },
    });
    await store.addResult(sheet, record);
    await store.addItems(sheet, "each", [
      { key: "k", status: "done", outputs: { image: item! }, duration: 1 },
    ]);
    const copy = await store.duplicateSheet(sheet, "Copy");
    await store.deleteSheet(sheet);
    time.now += HOUR / 2;
    await store.deleteResults(copy.id, [record.id]);
    time.now += 3 * HOUR;
    assert.equal(await store.collect(), 0, "the deleted sheet can still be restored");
    for (const one of [output, input, canvas, drawn, item, big]) assert.ok(await media.has(one!), one!.name);
    await store.close();
  });

  it("of a store in memory stay beside a kept one, which cannot know of them, and the other way round", async () => {
    const { disk, store, media, sheet, time } = await opened(UNLIMITED);
    const now = () => time.now;
    const memory = await open("", { disk, now, folder: undefined, media: `${FOLDER}/media` });
    const [kept, shown] = [
      await media.addBytes(Buffer.from("kept"), "a"),
      await media.addBytes(Buffer.from("b"), "b"),
    ];
    await store.addResult(sheet, result("draw", { outputs: { image: kept } }));
    const [other] = await memory.openGraph("never kept");
    await memory.addResult(other!.id, result("draw", { outputs: { image: shown } }));
    time.now += 2 * HOUR;
    await memory.renew();
    assert.equal(await store.collect(), 0);
    assert.equal(await memory.collect(), 0);
    assert.deepEqual([await media.has(kept), await media.has(shown)], [true, true]);
    await Promise.all([store.close(), memory.close()]);
  });

  it("are not collected where a damaged database may have known them", async () => {
    const { disk, store, media, time } = await opened(UNLIMITED);
    const file = await media.addBytes(Buffer.from("of a lost result"), "a.png");
    await store.checkpoint();
    await store.close();
    disk.put(`${FOLDER}/sheets.sqlite`, Buffer.from("nonsense"));
    const again = await open(FOLDER, { disk, now: () => time.now });
    assert.notDeepEqual(again.notices, []);
    time.now += 24 * HOUR;
    assert.equal(await again.collect(), 0);
    assert.ok(await media.has(file));
    await again.close();
  });
});
