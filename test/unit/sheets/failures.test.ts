import assert from "node:assert/strict";
import type { StoreEvent } from "../../../src/runtime/sheets/store.ts";
import { open, result } from "./support/make.ts";
import { failure, ModelDisk } from "./support/model-disk.ts";
import { FOLDER, GRAPH, Saved, useStore } from "./support/session.ts";
import { watchedDisk, type DiskCall } from "./support/watched-disk.ts";

const WRITES: readonly DiskCall[] = [
  "makeFolder",
  "create",
  "rename",
  "link",
  "remove",
  "syncFolder",
  "touch",
  "protect",
  "file.append",
  "file.sync",
];

describe("a disk that fails", function () {
  this.timeout(180_000);

  it("at any one call loses nothing that was reported as saved", async () => {
    for (let call = 1; ; call += 1) {
      const disk = new ModelDisk();
      const saved = new Saved();
      let calls = 0;
      let failed = "";
      const failing = watchedDisk(disk, (name, path) => {
        calls += 1;
        if (calls !== call) return;
        failed = `${name} ${path}`;
        if (name === "file.append") return Promise.resolve("half");
        throw failure("EIO", path);
      });
      await useStore(failing, saved, Date.now);
      const store = await open(FOLDER, { disk: disk.powerLost(() => 0) });
      await saved.check(store, disk, `failure at call ${call}, ${failed}`);
      await store.close();
      if (calls < call) return;
    }
  });

  it("from any call on is told, works from memory, and has everything on disk when it works again", async () => {
    for (let call = 1; ; call += 7) {
      const disk = new ModelDisk();
      const events: StoreEvent[] = [];
      let calls = 0;
      let full = true;
      const filling = watchedDisk(disk, (name, path) => {
        if (!WRITES.includes(name)) return;
        calls += 1;
        if (!full || calls < call) return;
        if (name === "file.append") return Promise.resolve("half");
        throw failure("ENOSPC", path);
      });
      const store = await open(FOLDER, { disk: filling });
      store.onEvent((event) => events.push(event));
      const refused: unknown[] = [];
      const noted = (error: unknown) => void refused.push(error);
      const [first] = await store.openGraph(GRAPH);
      const sheet = first!.id;
      const made = [1, 2, 3, 4, 5].map((number) =>
        result("draw", { outputs: { text: `${number}`.repeat(30_000) } }),
      );
      for (const record of made) {
        await store.change(sheet, [{ field: "inputs", key: record.id, value: record.key }]).catch(noted);
        await store.addResult(sheet, record).catch(noted);
        await store.checkpoint();
      }
      const before = await store.loadSheet(sheet);
      assert.equal(before.summaries["draw"]?.length, made.length, "everything is there from memory");
      if (refused.length > 0) {
        assert.match(String(refused[0]), /is full\. Free some space/);
        assert.deepEqual(
          events.filter(({ type }) => type === "unsaved").length,
          1,
          `told once, call ${call}`,
        );
      }
      full = false;
      await store.retry();
      if (refused.length > 0) assert.equal(events.at(-1)?.type, "saved");
      const later = await open(FOLDER, { disk: disk.powerLost(() => 0) });
      const after = await later.loadSheet(sheet);
      assert.deepEqual(after.state.inputs, before.state.inputs);
      for (const record of made) assert.deepEqual(await later.loadResult(sheet, record.id), record);
      await later.close();
      await store.close();
      if (calls < call) return;
    }
  });

  it("says so when it is read-only, shows what is there and keeps working", async () => {
    const disk = new ModelDisk();
    const saved = new Saved();
    await useStore(disk, saved, Date.now);
    const readOnly = watchedDisk(disk, (name, path) => {
      if (WRITES.includes(name)) throw failure("EROFS", path);
    });
    const store = await open(FOLDER, { disk: readOnly });
    await saved
      .check(store, disk, "read-only")
      .catch((error: Error) => assert.match(error.message, /read-only/));
    await assert.rejects(
      store.change(saved.sheet!, [{ field: "inputs", key: "new", value: 1 }]),
      /read-only\. Make it writable\. Your work is kept in memory/,
    );
    assert.equal((await store.loadSheet(saved.sheet!)).state.inputs["new"], 1);
    await assert.rejects(store.close(), /could not be saved/);
  });
});
