import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mock } from "node:test";
import { ContentCache } from "../../../src/runtime/content/cache.ts";
import { FolderPlace } from "../../../src/runtime/content/folder-place.ts";
import { eventually } from "../../support/eventually.ts";
import { hashOf } from "../../support/content-store-cases.ts";

const MINUTE = 60_000;
const largest = 1e6;

describe("The cache of a file store", () => {
  let folder: string;
  let cache: string;
  let place: FolderPlace;
  /** Minutes since the test began. */
  let minutes: number;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "daggr-cache-"));
    cache = join(folder, "cache");
    await mkdir(join(folder, "shared"));
    place = new FolderPlace(join(folder, "shared"));
    minutes = 0;
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const start = Math.floor(Date.now() / 1000) * 1000;
  const open = (limit: number) => new ContentCache(cache, limit, () => start + minutes * MINUTE);
  /** A content of 1000 bytes. */
  const stored = async (name: string) => {
    const content = name.padEnd(1000);
    await place.put(hashOf(content), new Blob([content]));
    return hashOf(content);
  };
  const cached = async () => {
    const shards = (await readdir(cache)).filter((name) => name !== "incoming");
    return (await Promise.all(shards.map((shard) => readdir(join(cache, shard))))).flat().sort();
  };

  it("keeps a copy that only its owner can read and nobody changes by accident", async function () {
    const path = await open(1e6).fetch(place, await stored("a"), { largest });
    if (process.platform !== "win32") assert.equal((await stat(path)).mode & 0o777, 0o400);
    assert.notEqual(path, place.keyOf(await stored("a")));
  });

  it("needs the store no more for what it has", async () => {
    const hash = await stored("a");
    const path = await open(1e6).fetch(place, hash, { largest });
    await rm(join(folder, "shared"), { recursive: true });
    assert.equal(await open(1e6).fetch(place, hash, { largest }), path);
  });

  it("transfers once what several want at the same time", async () => {
    const hash = await stored("a");
    let reads = 0;
    const counted = {
      name: place.name,
      keyOf: (of: string) => place.keyOf(of),
      put: (of: string, content: Blob) => place.put(of, content),
      has: (of: string) => place.has(of),
      list: () => place.list(),
      removeUnused: (of: string, before: number) => place.removeUnused(of, before),
      read: (of: string, options: { readonly largest: number }) => {
        reads += 1;
        return place.read(of, options);
      },
    };
    const own = open(1e6);
    await Promise.all(Array.from({ length: 20 }, () => own.fetch(counted, hash, { largest })));
    assert.equal(reads, 1);
  });

  it("transfers again what was changed in place", async () => {
    const hash = await stored("a");
    const own = open(1e6);
    const path = await own.fetch(place, hash, { largest });
    await chmod(path, 0o600);
    await writeFile(path, "b".padEnd(1000));
    assert.equal(await own.fetch(place, hash, { largest }), path);
    assert.equal((await readFile(path, "utf8")).trim(), "a");
  });

  it("takes a copy whose time was lost, such as by a backup, once its content was looked at", async () => {
    const hash = await stored("a");
    const path = await open(1e6).fetch(place, hash, { largest });
    await utimes(path, 1, 1);
    await rm(join(folder, "shared"), { recursive: true });
    assert.equal(await open(1e6).fetch(place, hash, { largest }), path);
  });

  it("lets those go first that were used least recently, down to its limit", async () => {
    const own = open(5000);
    const hashes: string[] = [];
    for (const name of ["a", "b", "c", "d", "e"]) {
      hashes.push(await stored(name));
      await own.fetch(place, hashes.at(-1)!, { largest });
      minutes += 20;
    }
    await own.fetch(place, hashes[0]!, { largest });
    minutes += 20;
    hashes.push(await stored("f"));
    await own.fetch(place, hashes.at(-1)!, { largest });
    // Of 6000 bytes, 4500 are left at most.
    assert.deepEqual(await cached(), [hashes[0], hashes[3], hashes[4], hashes[5]].sort());
  });

  it("keeps what is in use, also by another process, though it is more than the limit", async () => {
    const hashes = await Promise.all(["a", "b", "c", "d"].map(stored));
    await open(2000).fetch(place, hashes[0]!, { largest });
    minutes = 9;
    for (const hash of hashes.slice(1)) await open(2000).fetch(place, hash, { largest });
    assert.deepEqual(await cached(), [...hashes].sort());
    minutes = 30;
    await open(2000).fetch(place, await stored("e"), { largest });
    assert.deepEqual(await cached(), [await stored("e")]);
  });

  it("keeps a copy for as long as its user says", async () => {
    mock.timers.enable({ apis: ["setInterval"] });
    try {
      const hash = await stored("a");
      const job = new AbortController();
      const path = await open(100).fetch(place, hash, { largest, inUse: job.signal });
      minutes = 60;
      mock.timers.tick(2 * MINUTE);
      await eventually("its use is marked", async () =>
        assert.equal((await stat(path)).atimeMs, start + 60 * MINUTE),
      );
      await open(100).fetch(place, await stored("b"), { largest });
      assert.ok((await cached()).includes(hash));
      job.abort();
      minutes = 120;
      mock.timers.tick(2 * MINUTE);
      await open(100).fetch(place, await stored("c"), { largest });
      assert.deepEqual(await cached(), [await stored("c")]);
    } finally {
      mock.timers.reset();
    }
  });

  it("stays within its limit where two processes share it", async () => {
    const [one, other] = [open(10_000), open(10_000)];
    for (let index = 0; index < 40; index += 1) {
      await (index % 2 ? one : other).fetch(place, await stored(`content ${index}`), { largest });
      minutes += 20;
      assert.ok((await cached()).length <= 11, `${(await cached()).length} copies after ${index}`);
    }
  });

  it("removes what a process that ended left behind", async () => {
    await mkdir(join(cache, "incoming"), { recursive: true });
    await writeFile(join(cache, "incoming", "left"), "");
    minutes = 60 * 25;
    await open(100).fetch(place, await stored("a"), { largest });
    assert.deepEqual(await readdir(join(cache, "incoming")), []);
  });
});
