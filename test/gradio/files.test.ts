import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { FileRef, Value } from "../../src/runtime/values/value.ts";
import { isFileRef } from "../../src/runtime/values/value.ts";
import { sharedApp } from "../support/gradio.ts";
import { startProxy } from "../hub/proxy.ts";
import { startCalling, type Caller } from "./calling.ts";

interface Described {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
}

describe("files that go to an app and come back", () => {
  let caller: Caller;
  let url: string;

  before(async () => {
    caller = await startCalling();
    url = (await sharedApp("full")).url;
  });
  after(() => caller.dispose());

  const describeFile = async (path: Value) =>
    (await caller.call(url, "/file_info", { path }))[0] as unknown as Described;

  it("keep their content under every name", async () => {
    const names = [
      "a b.txt",
      "quote'\".txt",
      "ümläut.txt",
      "cheese \u{1f9c0}.txt",
      "semi;colon,comma.txt",
      "per%20cent.txt",
      "no extension",
    ];
    for (const name of names) {
      const ref = await caller.media.addBytes(Buffer.from(`content of ${name}`), name);
      const { sha256, size } = await describeFile(ref);
      assert.equal(sha256, ref.$file, name);
      assert.equal(size, ref.size);
    }
  });

  it("get safe names when an app gives others", async () => {
    const names = ["a b.txt", "it's.txt", "ümläut.txt", "cheese \u{1f9c0}.txt", "50% off.txt", "#1?.txt"];
    for (const name of names) {
      const [file] = (await caller.call(url, "/make_file", { name, text: name })) as [FileRef];
      assert.ok(isFileRef(file));
      assert.equal((await caller.read(file)).toString(), name);
      assert.ok(file.name.endsWith(".txt") && !/[/\\?\0]/.test(file.name), file.name);
    }
  });

  it("are found by paths from the workflow file's folder, as data URLs, and by addresses", async () => {
    await mkdir(join(caller.folder, "sub"), { recursive: true });
    await writeFile(join(caller.folder, "sub", "rel.txt"), "relative");
    const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
    assert.equal((await describeFile("sub/rel.txt")).sha256, sha256("relative"));
    assert.equal((await describeFile("./sub/rel.txt")).name, "rel.txt");
    assert.equal((await describeFile(join(caller.folder, "sub", "rel.txt"))).sha256, sha256("relative"));
    assert.equal((await describeFile(`data:text/plain;base64,${btoa("data")}`)).sha256, sha256("data"));
    assert.equal((await describeFile("data:text/plain,a%20b")).sha256, sha256("a b"));
  });

  it("stay text where the endpoint wants text, even if such a file exists", async () => {
    await writeFile(join(caller.folder, "exists.txt"), "x");
    const path = join(caller.folder, "exists.txt");
    assert.deepEqual(await caller.call(url, "/echo", { text: path }), [path]);
    assert.deepEqual(await caller.call(url, "/json", { value: { path } }), [{ path }]);
    assert.deepEqual(await caller.call(url, "/multimodal", { message: { text: path, files: [] } }), [
      { text: path, files: 0 },
    ]);
  });

  it("that vanished are named", async () => {
    const gone = await caller.media.addBytes(Buffer.from("gone"), "gone.txt");
    await rm(caller.media.pathOf(gone));
    const failure = await caller.failure(url, "/file_info", { path: gone });
    assert.match(failure.message, /^The file 'gone\.txt' to be sent to .* is not there \(any more\): \//);
    assert.ok(failure.help);
    assert.match(
      (await caller.failure(url, "/file_info", { path: "nowhere.txt" })).message,
      /'nowhere\.txt'.* is not there/,
    );
    assert.match((await caller.failure(url, "/file_info", { path: "." })).message, /is a folder/);
  });

  it("that are too large are refused with the limit, by us and by the server", async () => {
    const strict = await sharedApp("strict");
    const large = await caller.media.addBytes(Buffer.alloc(200_000), "large.bin");
    assert.match(
      (await caller.failure(strict.url, "/file_info", { path: large })).message,
      /^The file 'large\.bin' is too large for .*: its limit is 1\d{5} bytes/,
    );
    const proxy = await startProxy(url, ({ path }) =>
      path.includes("/upload") ? { kind: "answer", status: 413, body: "Too Large" } : undefined,
    );
    try {
      assert.match(
        (await caller.failure(proxy.url, "/file_info", { path: large })).message,
        /^The file 'large\.bin' is too large for .*: HTTP 413/,
      );
    } finally {
      await proxy.stop();
    }
  });

  it("are uploaded once in a call, however often they stand in it", async () => {
    const proxy = await startProxy(url);
    try {
      const file = await caller.media.addBytes(Buffer.from("twice"), "twice.txt");
      await caller.call(proxy.url, "/file_names", { files: [file, file, file] });
      assert.equal(proxy.requests.filter(({ path }) => path.includes("/upload")).length, 1);
    } finally {
      await proxy.stop();
    }
  });

  it("that cannot be fetched are named", async () => {
    const proxy = await startProxy(url, ({ path }) =>
      path.includes("file=") ? { kind: "answer", status: 403 } : undefined,
    );
    try {
      const failure = await caller.failure(proxy.url, "/make_file", { name: "a.txt", text: "a" });
      assert.match(failure.message, /^The file 'a\.txt' could not be fetched from .*: it answered 403\.$/);
    } finally {
      await proxy.stop();
    }
  });

  it("of any size stream both ways, without being held in memory", async function () {
    this.timeout(120_000);
    const size = 300_000_000;
    const path = join(caller.folder, "huge.bin");
    const sparse = await open(path, "w");
    await sparse.truncate(size);
    await sparse.write(Buffer.from("not only zeros"), 0, 14, size - 14);
    await sparse.close();
    const before = process.memoryUsage().rss;
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
    try {
      const [back] = (await caller.call(url, "/same_file", { path })) as [FileRef];
      assert.equal(back.size, size);
      const hash = createHash("sha256");
      await pipeline(createReadStream(path), hash);
      assert.equal(back.$file, hash.digest("hex"));
      await pipeline(createReadStream(caller.media.pathOf(back)), createWriteStream("/dev/null"));
    } finally {
      clearInterval(watch);
    }
    assert.ok(most - before < size / 2, `memory grew by ${Math.round((most - before) / 1e6)} MB`);
  });
});
