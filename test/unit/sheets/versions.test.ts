import assert from "node:assert/strict";
import { join } from "node:path";
import { migrate, SCHEMA_VERSION, schemaVersion } from "../../../src/runtime/sheets/database/migrations.ts";
import { loadSql, Sql } from "../../../src/runtime/sheets/database/sql.ts";
import { imageIn, writeImage } from "../../../src/runtime/sheets/image/image-file.ts";
import { encodeRecord, JOURNAL_VERSION } from "../../../src/runtime/sheets/journal/format.ts";
import type { StoreEvent } from "../../../src/runtime/sheets/store.ts";
import { open, result, wasm } from "./support/make.ts";
import { ModelDisk } from "./support/model-disk.ts";
import { FOLDER, GRAPH, Saved, useStore } from "./support/session.ts";

/** What stands in a folder, by path. */
async function everything(disk: ModelDisk, folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of await disk.list(folder)) {
    const path = join(folder, name);
    if ((await disk.stat(path))?.kind === "folder") Object.assign(found, await everything(disk, path));
    else found[path] = Buffer.from(await disk.readFile(path)).toString("base64");
  }
  return found;
}

async function used(): Promise<{ disk: ModelDisk; saved: Saved }> {
  const disk = new ModelDisk();
  const saved = new Saved();
  await useStore(disk, saved, Date.now);
  return { disk, saved };
}

/** Lets the image say that a later version wrote it. */
async function makeNewer(disk: ModelDisk): Promise<void> {
  const engine = await loadSql(wasm);
  const sql = new Sql(engine, imageIn(await disk.readFile(join(FOLDER, "sheets.sqlite"))));
  sql.script(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
  await writeImage(disk, FOLDER, sql.image());
  sql.close();
}

describe("files of a newer version", () => {
  const kinds: Readonly<Record<string, (disk: ModelDisk) => Promise<void> | void>> = {
    database: makeNewer,
    journal: (disk) => {
      const header = { journal: JOURNAL_VERSION + 1, store: "", writer: "ffff", pid: 1, host: "elsewhere" };
      disk.put(join(FOLDER, "journal/ffff-1.log"), encodeRecord(header));
    },
  };
  for (const [kind, make] of Object.entries(kinds)) {
    it(`(${kind}) are not touched; the store works from memory and does not say that anything is saved`, async () => {
      const { disk } = await used();
      await make(disk);
      const before = await everything(disk, FOLDER);
      const store = await open(FOLDER, { disk });
      assert.match(store.notices.join(), /newer version of Daggr and are left untouched. Update Daggr/);
      const unsaved = /until then your work is kept in memory only/;
      const [sheet] = await store.openGraph(GRAPH);
      const record = result("draw");
      await assert.rejects(store.addResult(sheet!.id, record), unsaved);
      assert.deepEqual((await store.loadSheet(sheet!.id)).results, [record]);
      assert.equal(await store.collect(0), 0);
      await store.close();
      assert.deepEqual(await everything(disk, FOLDER), before);
    });
  }

  it("that appear while an older window works: it goes on saving, and the newer version finds that", async () => {
    const { disk, saved } = await used();
    const old = await open(FOLDER, { disk });
    const events: StoreEvent[] = [];
    old.onEvent((event) => events.push(event));
    await makeNewer(disk);
    const image = await disk.readFile(join(FOLDER, "sheets.sqlite"));
    await old.change(saved.sheet!, [{ field: "inputs", key: "late", value: "kept" }]);
    await old.loadSheet(saved.sheet!);
    assert.match(JSON.stringify(events), /newer version of Daggr. Reload this window/);
    assert.equal(await old.checkpoint(), false);
    assert.deepEqual(await disk.readFile(join(FOLDER, "sheets.sqlite")), image);
    await old.close();
    const journals = await Promise.all(
      (await disk.list(join(FOLDER, "journal"))).map((name) => disk.readFile(join(FOLDER, "journal", name))),
    );
    assert.ok(journals.some((journal) => Buffer.from(journal).includes('"late"')));
  });
});

describe("migrations", () => {
  it("bring a database from any version to the present one, each once and whole", async () => {
    const sql = new Sql(await loadSql(wasm));
    const steps = ["CREATE TABLE a (x)", "INSERT INTO a VALUES (1)", "INSERT INTO a VALUES (2)"];
    migrate(sql, steps.slice(0, 2));
    assert.equal(schemaVersion(sql), 2);
    migrate(sql, steps);
    migrate(sql, steps);
    assert.equal(schemaVersion(sql), 3);
    assert.deepEqual(sql.all("SELECT x FROM a"), [[1], [2]]);
    assert.throws(() => migrate(sql, [...steps, "INSERT INTO a VALUES (3); INSERT INTO nowhere VALUES (1)"]));
    assert.equal(schemaVersion(sql), 3);
    assert.deepEqual(sql.all("SELECT x FROM a"), [[1], [2]]);
    sql.close();
  });
});

describe("sheets that cannot be read", () => {
  it("for a while are left untouched, work is saved all the same, and both are there afterwards", async () => {
    const { disk, saved } = await used();
    let readable = false;
    const { watchedDisk } = await import("./support/watched-disk.ts");
    const locked = watchedDisk(disk, (call, path) => {
      if (readable || call !== "readFile") return;
      throw Object.assign(new Error(`EACCES: permission denied, open '${path}'`), { code: "EACCES" });
    });
    const store = await open(FOLDER, { disk: locked });
    assert.match(store.notices.join(), /cannot be read \(EACCES.*Mend that/);
    const [sheet] = await store.openGraph(GRAPH);
    await store.change(sheet!.id, [{ field: "inputs", key: "meanwhile", value: "kept" }]);
    assert.equal(await store.checkpoint(), false);
    readable = true;
    saved.inputs.set("meanwhile", "kept");
    await saved.check(store, disk, "readable again");
    assert.equal(await store.checkpoint(), true);
    await store.close();
    const again = await open(FOLDER, { disk });
    await saved.check(again, disk, "opened again");
    await again.close();
  });
});
