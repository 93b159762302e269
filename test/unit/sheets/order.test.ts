import assert from "node:assert/strict";
import type { LocalStore } from "../../../src/runtime/sheets/local-store.ts";
import { open, result } from "./support/make.ts";
import { ModelDisk } from "./support/model-disk.ts";
import { FOLDER, GRAPH } from "./support/session.ts";
import { watchedDisk } from "./support/watched-disk.ts";

const CHANGES = [
  "makeFolder",
  "create",
  "rename",
  "link",
  "remove",
  "syncFolder",
  "file.append",
  "file.sync",
];

/** Calls that change the disk, in short: temporary and random names by what they are. */
function recorder() {
  const calls: string[] = [];
  const disk = watchedDisk(new ModelDisk(), async (call, path) => {
    // A sync takes far longer than anything else.
    if (call === "file.sync") await new Promise((resolve) => setImmediate(resolve));
    if (!CHANGES.includes(call)) return;
    const short = path
      .slice(FOLDER.length + 1)
      .replace(/[0-9a-f]{12}-(\d+)\.log/, "$1.log")
      .replace(/\.[0-9a-f-]{36}\.tmp/, ".tmp")
      // Until its header is on disk.
      .replace(/\.log\.new$/, ".log")
      .replace(/incoming\/.*/, "incoming/x")
      .replace(/[0-9a-f]{2}\/[0-9a-f]{64}/, "xx/hash");
    calls.push(`${call} ${short}`.trim());
  });
  return { disk, take: () => calls.splice(0) };
}

async function opened() {
  const { disk, take } = recorder();
  const store = await open(FOLDER, { disk });
  const [sheet] = await store.openGraph(GRAPH);
  return { store, sheet: sheet!.id, take };
}

const edit = (store: LocalStore, sheet: string, key: string) =>
  store.change(sheet, [{ field: "inputs", key, value: 1 }]);

describe("the order of writes, syncs and renames", () => {
  it("of the first save: the folders' and the file's names are on disk before it is reported", async () => {
    const { store, take } = await opened();
    assert.deepEqual(take().slice(-8), [
      "syncFolder",
      "create journal/1.log",
      "file.append journal/1.log",
      "file.sync journal/1.log",
      "rename journal/1.log",
      "syncFolder journal",
      "file.append journal/1.log",
      "file.sync journal/1.log",
    ]);
    await store.close();
  });

  it("of a save: written, then synced, then reported", async () => {
    const { store, sheet, take } = await opened();
    take();
    await edit(store, sheet, "a");
    assert.deepEqual(take(), ["file.append journal/1.log", "file.sync journal/1.log"]);
    await store.close();
  });

  it("of many saves at once: they share syncs", async () => {
    const { store, sheet, take } = await opened();
    take();
    await Promise.all(Array.from({ length: 100 }, (_, index) => edit(store, sheet, `${index}`)));
    const syncs = take().filter((call) => call.startsWith("file.sync"));
    assert.ok(syncs.length <= 3, `${syncs.length} syncs`);
    await store.close();
  });

  it("of a big value: its file is in place and synced before the journal speaks of it", async () => {
    const { store, sheet, take } = await opened();
    take();
    await store.addResult(sheet, result("draw", { outputs: { text: "x".repeat(100_000) } }));
    const calls = take().filter((call) => !call.startsWith("makeFolder"));
    const order = [
      "file.append media/incoming/x",
      "file.sync media/incoming/x",
      "rename media/incoming/x",
      "syncFolder media/xx/hash",
      "file.append journal/1.log",
      "file.sync journal/1.log",
    ];
    assert.deepEqual(
      calls.filter((call) => order.includes(call)),
      order,
    );
    await store.close();
  });

  it("of an image: whole and synced under another name, then the backup, then its place, then what it covers goes", async () => {
    const { store, sheet, take } = await opened();
    await edit(store, sheet, "a");
    await store.checkpoint();
    await edit(store, sheet, "b");
    take();
    await store.checkpoint();
    assert.deepEqual(take(), [
      "create checkpoint.lock",
      "file.append checkpoint.lock",
      "create sheets.sqlite.tmp",
      "file.append sheets.sqlite.tmp",
      "file.append sheets.sqlite.tmp",
      "file.sync sheets.sqlite.tmp",
      "rename sheets.sqlite",
      "rename sheets.sqlite.tmp",
      "syncFolder",
      "remove journal/1.log",
      "remove checkpoint.lock",
    ]);
    await store.close();
  });

  it("keeps a journal until the backup has it, not only the image", async () => {
    const { store, sheet, take } = await opened();
    await edit(store, sheet, "a");
    take();
    await store.checkpoint();
    assert.deepEqual(
      take().filter((call) => call.startsWith("remove journal")),
      [],
    );
    await store.close();
  });
});
