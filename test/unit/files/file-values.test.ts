import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fieldFiles, fileOf, filesIn, noFiles } from "../../../src/runtime/components/file-positions.ts";
import { importFiles, exportPaths } from "../../../src/runtime/files/file-values.ts";
import { MediaFolder } from "../../../src/runtime/files/media-folder.ts";
import { isFileRef, type FileRef, type Json, type Value } from "../../../src/runtime/values/value.ts";
import { StepError } from "../../../src/runtime/failures/failure.ts";
import { serveHttp } from "../../hub/http.ts";

describe("files in values", () => {
  let folder: string;
  let media: MediaFolder;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "daggr-file-values-"));
    media = new MediaFolder(join(folder, "media"));
    await writeFile(join(folder, "cat.png"), "a cat");
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const image = fileOf("image");
  const content = async (value: Value | undefined) => (await media.read(value as FileRef)).toString();
  const text = (value: Value) => JSON.stringify(value);

  it("are taken in from descriptions of files as Python's client makes them", async () => {
    const full = { path: "cat.png", url: null, size: null, orig_name: null, is_stream: false, meta: {} };
    const inMedia = media.pathOf(await media.addFile(join(folder, "cat.png")));
    const values: Json = [full, { path: inMedia, orig_name: "x.png" }, { path: "cat.png" }];
    const taken = (await importFiles(values, filesIn(image), media, { folder })) as readonly Value[];
    assert.deepEqual(await Promise.all(taken.slice(0, 2).map(content)), ["a cat", "a cat"]);
    // This could be anything.
    assert.deepEqual(taken[2], { path: "cat.png" });
    const empty = importFiles({ ...full, path: null }, image, media, { folder });
    await assert.rejects(empty, /names no file: its path and its url are empty/);
    // A Space's are fetched from it, so what is left of them is no file of this machine.
    assert.deepEqual(await importFiles(full, image, media, { folder, from: "service" }), full);
  });

  it("are taken in from paths, data URLs and addresses where the shape says so", async () => {
    const server = await serveHttp(() => ({ headers: { "content-type": "image/png" }, body: "from afar" }));
    try {
      const values = [
        "cat.png",
        join(folder, "cat.png"),
        `file://${join(folder, "cat.png")}`,
        "data:image/png;base64,YSBjYXQ=",
        `${server.url}/far%20away`,
      ];
      const taken = (await importFiles(values, filesIn(image), media, { folder })) as readonly FileRef[];
      assert.ok(taken.every(isFileRef));
      assert.deepEqual(await Promise.all(taken.map(content)), [
        "a cat",
        "a cat",
        "a cat",
        "a cat",
        "from afar",
      ]);
      assert.deepEqual(
        taken.map(({ name }) => name),
        ["cat.png", "cat.png", "cat.png", "file.png", "far away.png"],
      );
    } finally {
      await server.stop();
    }
  });

  it("are never taken in because such a path happens to exist", async () => {
    const value = { title: "cat.png", image: "cat.png", path: join(folder, "cat.png") };
    const taken = (await importFiles(value, fieldFiles({ image }), media, { folder })) as Record<
      string,
      Value
    >;
    assert.ok(isFileRef(taken["image"]));
    assert.deepEqual([taken["title"], taken["path"]], [value.title, value.path]);
    assert.equal(await importFiles("cat.png", noFiles, media, { folder }), "cat.png");
  });

  it("of the media folder are known wherever they stand", async () => {
    const ref = await media.addBytes(Buffer.from("kept"), "kept.txt");
    const value = {
      deep: [{ file: media.pathOf(ref), other: 1 }],
      list: Array.from({ length: 1000 }, (_, at) => at),
    };
    const taken = await importFiles(value, noFiles, media, { folder });
    assert.deepEqual(taken, { ...value, deep: [{ file: ref, other: 1 }] });
    assert.deepEqual(exportPaths(taken, media), value);
  });

  it("named by a Space or a model are refused", async () => {
    const ref = await media.addBytes(Buffer.from("ours"), "ours.txt");
    const paths = [
      "cat.png",
      join(folder, "cat.png"),
      "/etc/passwd",
      media.pathOf(ref),
      "file:///etc/passwd",
    ];
    for (const named of [...paths, "http://127.0.0.1:9/x.png", "http://localhost/x.png"]) {
      const refused = /The text '.*' stands where a file is wanted/;
      await assert.rejects(importFiles(named, image, media, { folder, from: "service" }), refused);
      const untrusted = () => [{ said: [`see ${JSON.stringify(named).replaceAll("/", "\\/")}`] }];
      await assert.rejects(importFiles(named, image, media, { folder, untrusted }), refused);
    }
    const own = await importFiles("cat.png", image, media, { folder, untrusted: () => ["a dog"] });
    assert.equal(await content(own), "a cat");
    const inline = await importFiles("data:image/png;base64,YQ==", image, media, { folder, from: "service" });
    assert.equal(await content(inline), "a");
  });

  it("that cannot be read are named, with where was looked", async () => {
    const failure = async (value: Json) => {
      const error = await importFiles(value, image, media, { folder }).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      assert.ok(error instanceof StepError);
      return error.failure;
    };
    const gone = await failure("sub/gone.png");
    assert.equal(gone.message, `The file 'sub/gone.png' cannot be read: ${join(folder, "sub", "gone.png")}`);
    assert.match(gone.help ?? "", /relative ones start at the workflow file's folder/);
    assert.match((await failure("data:image/png,%zz")).message, /^The file 'data|data URL cannot be read/);
    assert.equal((await failure("http://127.0.0.1:9/x.png")).transient, true);
  });

  it("go out as paths, and nothing else changes", async () => {
    const ref = await media.addBytes(Buffer.from("out"), "out.txt");
    const value: Value = { a: [ref, null, 1, "x", true], b: { c: ref } };
    assert.deepEqual(exportPaths(value, media), {
      a: [media.pathOf(ref), null, 1, "x", true],
      b: { c: media.pathOf(ref) },
    });
    assert.equal(text(exportPaths(null, media)), "null");
  });
});
