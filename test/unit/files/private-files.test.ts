import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ModuleCache } from "../../../src/runtime/compile/module-cache.ts";
import { MediaFolder } from "../../../src/runtime/files/media-folder.ts";
import { makePrivateFolder, makePrivateFolderSync } from "../../../src/runtime/files/private-files.ts";
import { copyResultFiles } from "../../../src/runtime/headless/result-files.ts";
import { DiskCache } from "../../../src/runtime/hub/disk-cache.ts";
import { open, result } from "../sheets/support/make.ts";

/** Every file and folder below a folder that somebody else may do anything with. */
function openToOthers(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => (statSync(path).mode & 0o077) !== 0);
}

describe("what a person makes", function () {
  let root: string;
  let mask: number;

  before(function () {
    if (process.platform === "win32") this.skip();
  });
  beforeEach(() => {
    mask = process.umask(0o022);
    root = mkdtempSync(join(tmpdir(), "daggr-private-"));
  });
  afterEach(() => {
    process.umask(mask);
    rmSync(root, { recursive: true, force: true });
  });

  it("is nobody else's: database, journal, media, values, exports", async () => {
    const store = await open(join(root, "sheets"));
    const media = new MediaFolder(join(root, "sheets", "media"));
    const [sheet] = await store.openGraph("graph");
    const image = await media.addBytes(Buffer.from("an image"), "a.png");
    await media.addBytes(Buffer.from("an image"), "b.png");
    await store.addResult(sheet!.id, result("draw", { outputs: { image, text: "long ".repeat(20_000) } }));
    for (let round = 0; round < 2; round += 1) {
      await store.change(sheet!.id, [{ field: "inputs", key: `a${round}`, value: round }]);
      await store.checkpoint();
    }
    await store.change(sheet!.id, [{ field: "inputs", key: "b", value: 1 }]);
    await store.exportSheet(sheet!.id, join(root, "out.daggr-sheet"));
    await store.close();
    const names = readdirSync(root, { recursive: true }).join("\n");
    for (const made of [
      /sheets\.sqlite$/m,
      /sheets\.sqlite\.bak/,
      /\.log/,
      /a\.png/,
      /b\.png/,
      /value\.json/,
      /out\./,
    ])
      assert.match(names, made);
    assert.deepEqual(openToOthers(root), []);
  });

  it("is nobody else's: caches and copies of results", async () => {
    const cache = new ModuleCache(root, "compiler");
    cache.set({ key: "a".repeat(40) } as Parameters<ModuleCache["set"]>[0]);
    await new DiskCache(root).set("spaces", "a", { secret: true });
    assert.deepEqual(openToOthers(root), []);
    const media = new MediaFolder(join(root, "media"));
    const file = await media.addBytes(Buffer.from("an image"), "a.png");
    const copies = await copyResultFiles([{ image: file }], media);
    const copy = copies.pathOf(file);
    const folder = dirname(dirname(copy));
    try {
      assert.equal(statSync(copy).mode & 0o777, 0o600);
      assert.deepEqual(openToOthers(folder), []);
      assert.equal(statSync(folder).mode & 0o077, 0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("is closed to others where an earlier version left it open, with no more rights than before", async () => {
    for (const [name, make] of [
      ["a", makePrivateFolder],
      ["b", makePrivateFolderSync],
    ] as const) {
      const folder = join(root, name);
      mkdirSync(folder, { mode: 0o755 });
      await make(folder);
      assert.equal(statSync(folder).mode & 0o777, 0o700);
      chmodSync(folder, 0o555);
      await make(folder);
      assert.equal(statSync(folder).mode & 0o777, 0o500);
      chmodSync(folder, 0o700);
      await make(join(folder, "below", "it"));
      assert.deepEqual(openToOthers(folder), []);
    }
  });
});
