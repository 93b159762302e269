import assert from "node:assert/strict";
import { chmod, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { collectContent } from "../../../src/runtime/content/collect.ts";
import { openContentStore } from "../../../src/runtime/content/content-store.ts";
import { FolderPlace } from "../../../src/runtime/content/folder-place.ts";
import { contentStoreCases, hashOf } from "../../support/content-store-cases.ts";

const DAY = 24 * 60 * 60 * 1000;

describe("A file store in a folder", () => {
  let folder: string;
  before(async () => (folder = await mkdtemp(join(tmpdir(), "daggr-shared-"))));
  after(() => rm(folder, { recursive: true, force: true }));

  contentStoreCases(() =>
    Promise.resolve({
      address: pathToFileURL(folder).href,
      tamper: async (hash, content) => {
        const path = join(folder, hash.slice(0, 2), hash);
        await chmod(path, 0o600);
        await writeFile(path, content);
      },
      between: () => Date.now() + 10 * DAY,
    }),
  );

  it("has each file whole under its hash, and nothing that is being written", async () => {
    const place = new FolderPlace(folder);
    await place.put(hashOf("a content"), new Blob(["a content"]));
    assert.equal(await readFile(place.keyOf(hashOf("a content")), "utf8"), "a content");
    assert.deepEqual(await readdir(join(folder, "incoming")), []);
  });

  it("marks a use once an hour at most", async () => {
    const start = Math.floor(Date.now() / 1000) * 1000;
    const hash = hashOf("marked");
    const usedAt = async (minutes: number) => {
      await new FolderPlace(folder, () => start + minutes * 60_000).put(hash, new Blob(["marked"]));
      return ((await stat(join(folder, hash.slice(0, 2), hash))).mtimeMs - start) / 60_000;
    };
    assert.deepEqual([await usedAt(0), await usedAt(59), await usedAt(61)], [0, 0, 61]);
  });

  it("removes what a writer left behind, once it is a day old", async () => {
    const [old, young] = [join(folder, "incoming", "old"), join(folder, "incoming", "young")];
    await Promise.all([writeFile(old, ""), writeFile(young, "")]);
    await utimes(old, 0, 0);
    await collectContent(new FolderPlace(folder), { before: 0, dryRun: false });
    assert.deepEqual(await readdir(join(folder, "incoming")), ["young"]);
  });

  it("does not make the folder, which may not be mounted", async () => {
    const store = openContentStore(pathToFileURL(join(folder, "missing")).href, {
      cache: join(folder, "cache"),
      cacheLimit: 1000,
    });
    const missing = /missing' is not there/;
    await assert.rejects(store.putBytes(Buffer.from("x")), missing);
    await assert.rejects(store.has(hashOf("x")), missing);
    await assert.rejects(store.fetchFile(hashOf("x"), { largest: 10 }), missing);
  });
});
