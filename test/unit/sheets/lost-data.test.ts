import assert from "node:assert/strict";
import { join } from "node:path";
import { MediaFolder } from "../../../src/runtime/files/media-folder.ts";
import type { LocalStore } from "../../../src/runtime/sheets/local-store.ts";
import type { StoreEvent } from "../../../src/runtime/sheets/store.ts";
import { open, result, temporaryFolder } from "./support/make.ts";
import { ModelDisk } from "./support/model-disk.ts";
import { FOLDER, GRAPH } from "./support/session.ts";

const DAY = 24 * 60 * 60 * 1000;
const edit = (store: LocalStore, sheet: string, key: string) =>
  store.change(sheet, [{ field: "inputs", key, value: key }]);

/** One session that opens, does something and ends. */
async function session(disk: ModelDisk, work: (store: LocalStore, sheet: string) => Promise<unknown>) {
  const store = await open(FOLDER, { disk });
  const [sheet] = await store.openGraph(GRAPH);
  await work(store, sheet!.id);
  await store.close();
  return store.notices;
}

describe("files of the store that are gone", () => {
  it("image and backup: the person is told once, and media wait for a backup", async () => {
    const disk = new ModelDisk();
    const media = new MediaFolder(join(FOLDER, "media"), disk);
    const image = await media.addBytes(Buffer.from("an image"), "a.png");
    await session(disk, async (store, sheet) => {
      await store.addResult(sheet, result("draw", { outputs: { image } }));
      for (let round = 0; round < 3; round += 1) {
        await edit(store, sheet, `${round}`);
        await store.checkpoint();
      }
    });
    for (const name of ["sheets.sqlite", "sheets.sqlite.bak"]) await disk.remove(join(FOLDER, name));
    const now = () => Date.now() + 2 * DAY;
    const store = await open(FOLDER, { disk, now });
    assert.match(
      store.notices.join(),
      /are gone: neither their database nor its backup.+put it back and reload/,
    );
    assert.equal(await store.collect(0), 0);
    assert.equal(await media.has(image), true);
    await store.close();
    assert.deepEqual(await session(disk, (store, sheet) => edit(store, sheet, "later")), []);
  });

  it("nothing is told where there never was anything", async () => {
    const disk = new ModelDisk();
    assert.deepEqual(await session(disk, (store, sheet) => edit(store, sheet, "a")), []);
    assert.deepEqual(await session(disk, (store, sheet) => edit(store, sheet, "b")), []);
  });

  it("a journal that another session had read: the person is told once", async () => {
    const disk = new ModelDisk();
    await session(disk, (store, sheet) => edit(store, sheet, "a"));
    const [first] = await disk.list(join(FOLDER, "journal"));
    await session(disk, (store, sheet) => edit(store, sheet, "b"));
    await disk.remove(join(FOLDER, "journal", first!));
    const notices = await session(disk, (store, sheet) => edit(store, sheet, "c"));
    assert.match(notices.join(), /journal of Daggr's sheets in '.*' is gone; changes .* are missing/);
    assert.deepEqual(await session(disk, (store, sheet) => edit(store, sheet, "d")), []);
  });

  for (const [what, left] of [
    ["emptied", () => 0],
    ["cut", (size: number) => size - 60],
  ] as const) {
    it(`a journal that was ${what}: it is set aside and the person is told once`, async () => {
      const disk = new ModelDisk();
      await session(disk, (store, sheet) => edit(store, sheet, "a"));
      const [name] = await disk.list(join(FOLDER, "journal"));
      const path = join(FOLDER, "journal", name!);
      const content = await disk.readFile(path);
      disk.put(path, content.subarray(0, left(content.length)));
      const notices = await session(disk, (store, sheet) => edit(store, sheet, "b"));
      assert.match(notices.join(), /was emptied or cut off; the last changes of that session are missing/);
      assert.equal((await disk.list(join(FOLDER, "damaged"))).length, 1);
      assert.deepEqual(await session(disk, (store, sheet) => edit(store, sheet, "c")), []);
    });
  }

  it("a journal that a crash cut off tells nothing: what it lacks was never reported as saved", async () => {
    const disk = new ModelDisk();
    const crashed = await open(FOLDER, { disk });
    await crashed.openGraph(GRAPH);
    const left = disk.powerLost(() => 0);
    assert.deepEqual(await session(left, (store, sheet) => edit(store, sheet, "a")), []);
    await crashed.close();
  });
});

describe("a large value whose file", () => {
  const text = "a long text ".repeat(20_000);
  const table = Array.from({ length: 20_000 }, (_, at) => at);

  async function stored() {
    const disk = new ModelDisk();
    const record = result("write", { outputs: { text } });
    await session(disk, async (store, sheet) => {
      await store.addResult(sheet, record);
      await store.addItems(sheet, "each", [{ key: "k", status: "done", duration: 1, outputs: { text } }]);
      await store.change(sheet, [{ field: "inputs", key: "write.table", value: table }]);
    });
    return { disk, record };
  }

  async function valueFiles(disk: ModelDisk): Promise<string[]> {
    const files: string[] = [];
    for (const shard of await disk.list(join(FOLDER, "media")))
      for (const hash of shard === "incoming" ? [] : await disk.list(join(FOLDER, "media", shard)))
        files.push(join(FOLDER, "media", shard, hash, "value.json"));
    return files;
  }

  const damages: Readonly<Record<string, (disk: ModelDisk, path: string) => Promise<void>>> = {
    "has one other digit, and the same time and size": async (disk, path) => {
      const { changedAt } = (await disk.stat(path))!;
      const content = Buffer.from(await disk.readFile(path));
      // Still JSON.
      content[content.length >> 1] = content[content.length >> 1] === 0x31 ? 0x32 : 0x31;
      disk.put(path, content);
      await disk.touch(path, changedAt);
    },
    "is empty": (disk, path) => Promise.resolve(disk.put(path, new Uint8Array(0))),
    "is gone": (disk, path) => disk.remove(path),
  };

  for (const [what, damage] of Object.entries(damages)) {
    it(`${what} is left out, the person is told whose it was, and the next run mends it`, async () => {
      const { disk, record } = await stored();
      for (const path of await valueFiles(disk)) await damage(disk, path);
      const events: StoreEvent[] = [];
      const store = await open(FOLDER, { disk });
      store.onEvent((event) => events.push(event));
      const [sheet] = await store.openGraph(GRAPH);
      const { results, state } = await store.loadSheet(sheet!.id);
      assert.deepEqual([results, state.inputs], [[], {}]);
      assert.deepEqual(await store.findItems(sheet!.id, "each", ["k"]), []);
      assert.equal(await store.loadResult(sheet!.id, record.id), undefined);
      const messages = events.flatMap((event) => (event.type === "notice" ? [event.message] : []));
      const how = what === "is gone" ? "missing" : "damaged";
      assert.equal(messages.length, 3, "each once");
      const told = messages.join("\n");
      assert.match(
        told,
        new RegExp(`result of 'write' from .* is ${how}: .*value\\.json\\)\\. Run 'write' again`),
      );
      assert.match(told, new RegExp(`an item of 'each' is ${how}: .* with the next run of 'each'`));
      assert.match(told, new RegExp(`the input 'write.table' is ${how}: .* Give it its value again`));
      // The same values once more: their files are written again.
      const again = { ...record, id: "again" };
      await store.addResult(sheet!.id, again);
      await store.change(sheet!.id, [{ field: "inputs", key: "write.table", value: table }]);
      assert.deepEqual(await store.loadResult(sheet!.id, "again"), again);
      assert.deepEqual((await store.loadSheet(sheet!.id)).state.inputs, { "write.table": table });
      await store.close();
    });
  }

  it("is a picture that is damaged is left out of an export, and the person is told", async function () {
    const here = temporaryFolder(this);
    const store = await open(here);
    const media = new MediaFolder(join(here, "media"));
    const image = await media.addBytes(Buffer.from("an image"), "a.png");
    const [sheet] = await store.openGraph(GRAPH);
    await store.addResult(sheet!.id, result("draw", { outputs: { image } }));
    const { chmodSync, statSync, utimesSync, writeFileSync } = await import("node:fs");
    const path = media.pathOf(image);
    const { atime, mtime } = statSync(path);
    chmodSync(path, 0o600);
    writeFileSync(path, "on image");
    utimesSync(path, atime, mtime);
    const events: StoreEvent[] = [];
    store.onEvent((event) => events.push(event));
    await store.exportSheet(sheet!.id, join(here, "out.daggr-sheet"));
    assert.match(JSON.stringify(events), /damaged or missing and were left out of the export: 'a\.png'/);
    const copy = await store.importSheet(GRAPH, join(here, "out.daggr-sheet"));
    assert.equal((await store.loadSheet(copy.id)).results.length, 1);
    await store.close();
  });
});
