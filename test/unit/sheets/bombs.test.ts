import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hostileSheets } from "./support/hostile-sheets.ts";
import { importInProcess } from "./support/importing.ts";
import { open, result, temporaryFolder, UNLIMITED } from "./support/make.ts";
import { failure, ModelDisk } from "./support/model-disk.ts";
import { FOLDER, GRAPH } from "./support/session.ts";
import { watchedDisk } from "./support/watched-disk.ts";
import { writeZip, type Part } from "./support/zip.ts";

/** MB above rest that an import may take, whatever the file. */
const MOST_MEMORY = 500;
/** Milliseconds that another call may wait meanwhile: the machine does other things, too. */
const LONGEST_WAIT = 5_000;

describe("hostile sheets", function () {
  this.timeout(300_000);

  it("are each refused with a message, within bounded memory, while the store answers others", async function () {
    assert.ok(hostileSheets.length >= 33);
    const root = temporaryFolder(this);
    const paths = hostileSheets.map((hostile, at) => {
      const path = join(root, `${at}.daggr-sheet`);
      writeFileSync(path, hostile.make());
      return path;
    });
    const all = await importInProcess(root, paths);
    assert.equal(all.length, hostileSheets.length);
    for (const [at, { message, kind, sheets, longestWait, memory }] of all.entries()) {
      const { name, error } = hostileSheets[at]!;
      assert.match(message ?? "it was imported", error, name);
      assert.match(message!, /cannot be imported: .+\. Choose a file that Daggr exported\.$/s, name);
      assert.equal(kind, "refused", name);
      assert.equal(sheets, 1, name);
      assert.ok(memory < MOST_MEMORY, `${name}: ${memory} MB`);
      assert.ok(longestWait < LONGEST_WAIT, `${name}: the store answered nobody for ${longestWait} ms`);
    }
    const media = readdirSync(join(root, "store", "media"), { recursive: true, withFileTypes: true });
    assert.deepEqual(
      media.filter((found) => found.isFile()).map(({ name }) => name),
      [],
      "nothing was kept",
    );
  });
});

const header: Part = ["sheet.json", JSON.stringify({ format: "daggr-sheet", version: 1, name: "Large" })];
const input = (key: string, value: unknown) => ({ type: "entry", field: "inputs", key, value });
const content = (lines: readonly unknown[]): Part => [
  "content.jsonl",
  lines.map((line) => JSON.stringify(line)).join("\n"),
];
const manyInputs = (count: number) => Array.from({ length: count }, (_, at) => input(`node.i${at}`, at));

/** An abort that comes when a call of the disk says so. */
function stopper() {
  const stop = new AbortController();
  return { stop: () => stop.abort(), signal: stop.signal };
}

describe("a large sheet", function () {
  this.timeout(120_000);

  it("is imported while the store answers others, within bounded memory", async function () {
    const root = temporaryFolder(this);
    const path = join(root, "large.daggr-sheet");
    const results = Array.from({ length: 5000 }, (_, at) => ({
      type: "result",
      starred: false,
      record: { ...result("draw"), outputs: { text: `result ${at} `.repeat(100) } },
    }));
    const table = Array.from({ length: 100_000 }, (_, at) => [at, `row ${at}`, at / 7]);
    await writeZip(path, [header, content([...manyInputs(20_000), ...results, input("node.table", table)])]);
    const [imported] = await importInProcess(root, [path]);
    assert.equal(imported!.message, undefined);
    assert.equal(imported!.sheets, 2);
    assert.ok(imported!.memory < MOST_MEMORY, `${imported!.memory} MB`);
    assert.ok(imported!.longestWait < LONGEST_WAIT, `nobody was answered for ${imported!.longestWait} ms`);
    const store = await open(join(root, "store"));
    const { state, summaries } = await store.loadSheet(imported!.id!);
    assert.equal(Object.keys(state.inputs).length, 20_001);
    assert.deepEqual(state.inputs["node.table"], table);
    assert.equal(summaries["draw"]!.length, 5000);
    await store.close();
  });

  it("is stopped while its files are taken in, and leaves nothing", async function () {
    const path = join(temporaryFolder(this), "media.daggr-sheet");
    const bytes = Buffer.alloc(8 * 1024 * 1024, 1);
    const $file = createHash("sha256").update(bytes).digest("hex");
    const ref = { $file, name: "a.bin", mime: "application/octet-stream", size: bytes.length };
    await writeZip(path, [header, content([input("a.b", ref)]), [`media/${$file}/a.bin`, bytes]]);
    const { stop, signal } = stopper();
    const disk = new ModelDisk();
    const watched = watchedDisk(disk, (call, at) => {
      if (call === "file.append" && at.includes("incoming")) stop();
    });
    const store = await open(FOLDER, { disk: watched, limits: UNLIMITED });
    await store.openGraph(GRAPH);
    await assert.rejects(store.importSheet(GRAPH, path, { signal }), { name: "AbortError" });
    assert.equal((await store.openGraph(GRAPH)).length, 1);
    assert.deepEqual(await disk.list(`${FOLDER}/media/incoming`), []);
    await store.close();
  });

  it("is stopped while it is added, and is never seen in part, not even after a crash", async function () {
    const path = join(temporaryFolder(this), "inputs.daggr-sheet");
    await writeZip(path, [header, content(manyInputs(2000))]);
    const { stop, signal } = stopper();
    const disk = new ModelDisk();
    let left: ModelDisk | undefined;
    const watched = watchedDisk(disk, (call, at) => {
      // The sheet's first part is on disk, and others are still to come.
      if (call !== "file.sync" || !at.includes("journal") || left || !importing) return;
      left = disk.powerLost(() => 1);
      stop();
    });
    let importing = false;
    const store = await open(FOLDER, { disk: watched });
    const [first] = await store.openGraph(GRAPH);
    importing = true;
    await assert.rejects(store.importSheet(GRAPH, path, { signal }), { name: "AbortError" });
    assert.deepEqual(
      (await store.openGraph(GRAPH)).map(({ id }) => id),
      [first!.id],
    );
    await store.close();
    const afterCrash = await open(FOLDER, { disk: left! });
    assert.deepEqual(
      (await afterCrash.openGraph(GRAPH)).map(({ id }) => id),
      [first!.id],
    );
    await afterCrash.close();
  });

  for (const [code, words] of [
    ["ENOSPC", /is full\. Free some space/],
    ["EROFS", /is read-only\. Make it writable/],
  ] as const) {
    it(`is refused where the disk says ${code}, with what to do and not with a word against the file`, async function () {
      const path = join(temporaryFolder(this), "value.daggr-sheet");
      await writeZip(path, [header, content([input("a.b", "long ".repeat(100_000))])]);
      const disk = watchedDisk(new ModelDisk(), (call, at) => {
        if (call === "file.append" && at.includes("incoming")) throw failure(code, at);
      });
      const store = await open(FOLDER, { disk });
      await assert.rejects(store.importSheet(GRAPH, path), (error: Error) => {
        assert.match(error.message, words);
        assert.doesNotMatch(error.message, /Choose a file/);
        return true;
      });
      assert.equal((await store.openGraph(GRAPH)).length, 1);
      await store.close();
    });
  }

  it("is given up when the store closes", async function () {
    const path = join(temporaryFolder(this), "inputs.daggr-sheet");
    await writeZip(path, [header, content(manyInputs(50_000))]);
    const store = await open(FOLDER, { disk: new ModelDisk() });
    const importing = assert.rejects(store.importSheet(GRAPH, path), /have been closed/);
    await store.close();
    await importing;
  });

  it("that nobody could import is not exported, and the message names the limit", async function () {
    const folder = temporaryFolder(this);
    const store = await open(join(folder, "store"), { limits: UNLIMITED });
    const [sheet] = await store.openGraph(GRAPH);
    const lists = Array.from({ length: 1_400_000 }, () => []);
    await store.addResult(sheet!.id, result("draw", { outputs: { lists } }));
    const path = join(folder, "out.daggr-sheet");
    await assert.rejects(
      store.exportSheet(sheet!.id, path),
      /could not be exported, since nobody could import it: line 1 .* more than 128 MB of memory\. Delete large results/,
    );
    assert.deepEqual(readdirSync(folder), ["store"]);
    await store.close();
  });
});
