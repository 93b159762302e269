import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "../../support/eventually.ts";
import { DiskCache } from "../../../src/runtime/hub/disk-cache.ts";

describe("answers remembered on disk", () => {
  let root: string;
  beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), "daggr-cache-"))));
  afterEach(() => rm(root, { recursive: true, force: true }));

  const onlyFile = async (folder: string) =>
    join(folder, "kind", (await readdir(join(folder, "kind")))[0] ?? "");

  it("are there for the next process, with their age", async () => {
    const before = Date.now();
    await new DiskCache(root).set("kind", "a key/with? odd: signs", { a: [1] });
    const found = new DiskCache(root).get<{ a: number[] }>("kind", "a key/with? odd: signs");
    assert.deepEqual(found?.value, { a: [1] });
    assert.ok(found.savedAt >= before && found.savedAt <= Date.now());
    assert.equal(new DiskCache(root).get("kind", "another"), undefined);
    assert.equal(new DiskCache(root).get("other", "a key/with? odd: signs"), undefined);
  });

  it("are none where the file is damaged", async () => {
    const cache = new DiskCache(root);
    await cache.set("kind", "key", "value");
    for (const damage of ["", "{", "null", '{"value":1}']) {
      await writeFile(await onlyFile(cache.folder), damage);
      assert.equal(new DiskCache(root).get("kind", "key"), undefined, damage);
    }
  });

  it("leave no half-written files behind, however many write at once", async () => {
    const caches = Array.from({ length: 8 }, () => new DiskCache(root));
    await Promise.all(caches.map((cache, at) => cache.set("kind", "key", at)));
    const [first] = caches;
    assert.equal((await readdir(join(first?.folder ?? "", "kind"))).length, 1);
    assert.equal(typeof new DiskCache(root).get("kind", "key")?.value, "number");
  });

  it("of another window are seen", async () => {
    const ours = new DiskCache(root);
    await ours.set("kind", "key", "old");
    await new DiskCache(root).set("kind", "key", "new");
    await eventually("the newer one is seen", () => assert.equal(ours.get("kind", "key")?.value, "new"));
  });

  it("stay in memory where the disk takes nothing", async () => {
    await writeFile(join(root, "api"), "a file where the folder should be");
    const cache = new DiskCache(root);
    await cache.set("kind", "key", "value");
    assert.equal(cache.get("kind", "key")?.value, "value");
  });

  it("go when told, and nothing else with them", async () => {
    await writeFile(join(root, "other.txt"), "stays");
    const cache = new DiskCache(root);
    await cache.set("kind", "key", "value");
    await cache.clear();
    assert.equal(cache.get("kind", "key"), undefined);
    assert.deepEqual(await readdir(root), ["other.txt"]);
  });
});
