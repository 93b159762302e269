import assert from "node:assert/strict";
import { existsSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { openPromise } from "yauzl";
import { MediaFolder } from "../../../src/runtime/files/media-folder.ts";
import { nodeDisk } from "../../../src/runtime/files/node-disk.ts";
import type { LocalStore } from "../../../src/runtime/sheets/local-store.ts";
import type { ItemResult, ResultRecord } from "../../../src/runtime/sheets/store.ts";
import { open, result, temporaryFolder, UNLIMITED } from "./support/make.ts";
import { watchedDisk } from "./support/watched-disk.ts";
import { writeZip, type Part } from "./support/zip.ts";

const GRAPH = "/home/somebody/flow.ts#flow";

async function filledSheet(store: LocalStore, media: MediaFolder) {
  const [sheet] = await store.openGraph(GRAPH);
  const image = await media.addBytes(Buffer.from("an image"), "cat.png");
  const renamed = await media.addBytes(Buffer.from("an image"), "same cat.png");
  const sound = await media.addStream(Readable.from([Buffer.alloc(3_000_000, 7)]), "long.wav");
  const ranOn = { worker: "big", waited: 5 };
  const first = result("draw", { outputs: { image }, canvas: { "draw.image": renamed }, ranOn });
  const second = result("write", {
    outputs: { text: "long ".repeat(50_000), sound },
    upstream: { draw: first.id },
  });
  await store.addResult(sheet!.id, first);
  await store.addResult(sheet!.id, second);
  await store.describeResult(sheet!.id, first.id, { name: "good", starred: true });
  await store.addItems(sheet!.id, "each", [{ key: "k", status: "failed", error: { message: "no" }, ranOn }]);
  await store.change(sheet!.id, [
    { field: "inputs", key: "draw.image", value: renamed },
    { field: "picks", key: "choice", value: "first" },
    { field: "positions", key: "draw", value: { x: 1, y: 2 } },
    { field: "view", value: { x: 0, y: 0, zoom: 2 } },
    { field: "selected", key: "draw", value: first.id },
    { field: "pinned", key: "draw", value: first.id },
  ]);
  await store.renameSheet(sheet!.id, "Cats");
  return { sheet: sheet!.id, files: [image, renamed, sound], results: [first, second] };
}

describe("an exported sheet", () => {
  it("shows the same in another folder, with its media", async function () {
    const [here, there] = [temporaryFolder(this), temporaryFolder(this)];
    const store = await open(here);
    const { sheet, files, results } = await filledSheet(store, new MediaFolder(join(here, "media")));
    const path = join(here, "cats.daggr");
    await store.exportSheet(sheet, path);
    const other = await open(there);
    const imported = await other.importSheet("another graph", path);
    assert.equal(imported.name, "Cats");
    // Text that comes along names no file of this machine: it is marked.
    const marked = (item: ItemResult) => (item.status === "failed" ? item : { ...item, imported: true });
    const came = (record: ResultRecord) => ({
      ...record,
      imported: true,
      ...(record.items && { items: record.items.map(marked) }),
    });
    const [before, after] = [await store.loadSheet(sheet), await other.loadSheet(imported.id)];
    assert.deepEqual(
      { ...after, summary: null },
      { ...before, results: before.results.map(came), summary: null },
    );
    for (const record of results)
      assert.deepEqual(await other.loadResult(imported.id, record.id), came(record));
    const found = await store.findItems(sheet, "each", ["k"]);
    assert.deepEqual(await other.findItems(imported.id, "each", ["k"]), found.map(marked));
    const media = new MediaFolder(join(there, "media"));
    for (const file of files) {
      assert.deepEqual(
        await readFile(media.pathOf(file)),
        await readFile(new MediaFolder(join(here, "media")).pathOf(file)),
      );
    }
    assert.deepEqual(
      readdirSync(here).filter((name) => name.endsWith(".tmp")),
      [],
    );
    await Promise.all([store.close(), other.close()]);
  });

  it("can be imported beside the original, and then they are two", async function () {
    const here = temporaryFolder(this);
    const store = await open(here);
    const { sheet } = await filledSheet(store, new MediaFolder(join(here, "media")));
    await store.exportSheet(sheet, join(here, "cats.daggr"));
    const copy = await store.importSheet(GRAPH, join(here, "cats.daggr"));
    assert.equal((await store.openGraph(GRAPH)).length, 2);
    await store.clearSheet(copy.id);
    assert.equal((await store.loadSheet(sheet)).results.length, 2);
    await store.close();
  });

  it("lacks kept texts, and says so", async function () {
    const here = temporaryFolder(this);
    const store = await open(here);
    const { sheet } = await filledSheet(store, new MediaFolder(join(here, "media")));
    await store.change(sheet, [
      { field: "kept", key: "draw.seed", value: 7 },
      { field: "kept", key: "draw.style", value: "/home/ann/style.png" },
    ]);
    await store.exportSheet(sheet, join(here, "cats.daggr"));
    const copy = await store.importSheet(GRAPH, join(here, "cats.daggr"));
    assert.deepEqual(copy.leftOut, ["draw.style"]);
    const { kept } = (await store.loadSheet(copy.id)).state;
    assert.deepEqual([kept["draw.seed"], kept["draw.style"]], [7, undefined]);
    await store.close();
  });

  it("lacks only what was lost before", async function () {
    const here = temporaryFolder(this);
    const store = await open(here);
    const media = new MediaFolder(join(here, "media"));
    const { sheet, files } = await filledSheet(store, media);
    const { rmSync } = await import("node:fs");
    rmSync(media.pathOf(files[2]!), { force: true });
    await store.exportSheet(sheet, join(here, "cats.daggr"));
    const copy = await store.importSheet("g", join(here, "cats.daggr"));
    assert.equal((await store.loadSheet(copy.id)).results.length, 2);
    await store.close();
  });

  it("says so where one of its files breaks off while it is read", async function () {
    const here = temporaryFolder(this);
    let reads = 0;
    const disk = watchedDisk(nodeDisk, (call, path) => {
      // The first time is the look whether it is whole.
      if (call === "readChunks" && path.endsWith("long.wav") && ++reads > 1)
        throw Object.assign(new Error("EIO: i/o error, read"), { code: "EIO" });
    });
    const store = await open(here, { disk });
    const { sheet } = await filledSheet(store, new MediaFolder(join(here, "media")));
    await assert.rejects(
      store.exportSheet(sheet, join(here, "cats.daggr")),
      /could not be exported to '.*cats\.daggr': EIO/,
    );
    assert.equal(existsSync(join(here, "cats.daggr")), false);
    await store.close();
  });

  it("says where it could not be written, and leaves nothing half", async function () {
    const here = temporaryFolder(this);
    const store = await open(here);
    const { sheet } = await filledSheet(store, new MediaFolder(join(here, "media")));
    await assert.rejects(
      store.exportSheet(sheet, join(here, "no", "such", "folder.daggr")),
      /could not be exported to '.*folder\.daggr'/,
    );
    await store.close();
  });
});

const HASH = "5bc494a2cafaacdffa2947f392085def80d4bc792fa7650dee34a3d48a0a1f0a";
const header = { format: "daggr-sheet", version: 1, name: "Sheet" };
const input = (value: unknown) => ({ type: "entry", field: "inputs", key: "a.b", value });

const line = (...lines: unknown[]): Part => [
  "content.jsonl",
  lines.map((one) => JSON.stringify(one)).join("\n"),
];
const sheet = (name: unknown = header): Part => ["sheet.json", JSON.stringify(name)];

/** Files that nobody should send, each with what the error says. */
const hostile: Readonly<
  Record<string, { parts: readonly Part[]; raw?: (zip: Buffer) => Buffer; error: RegExp }>
> = {
  "has a path that climbs out": {
    parts: [sheet(), line(), ["media_________evil.txt", "x"]],
    raw: (zip) => replace(zip, "media_________evil.txt", "media/../../../evil.tx"),
    error: /relative path|does not belong/,
  },
  "has an absolute path": {
    parts: [sheet(), line(), ["_etc_evil", "x"]],
    raw: (zip) => replace(zip, "_etc_evil", "/etc/evil"),
    error: /absolute path|does not belong/,
  },
  "has a path with backslashes": {
    parts: [sheet(), line(), [`media/${HASH}/..__evil`, "x"]],
    raw: (zip) => replace(zip, `media/${HASH}/..__evil`, `media/${HASH}/..\\\\evil`),
    error: /invalid characters|does not belong/,
  },
  "has a part that is none of ours": {
    parts: [sheet(), line(), ["run.js", "x"]],
    error: /does not belong there \('run\.js'\)/,
  },
  "has a link": {
    parts: [sheet(), line(), [`media/${HASH}/link`, "/etc/passwd", { mode: 0o120777 }]],
    error: /no plain file/,
  },
  "has a part twice": { parts: [sheet(), sheet(), line()], error: /'sheet\.json' twice/ },
  "has no header": { parts: [line()], error: /no exported sheet/ },
  "has no content": { parts: [sheet()], error: /no exported sheet/ },
  "is of another kind": { parts: [sheet({ ...header, format: "else" }), line()], error: /no exported sheet/ },
  "is of a newer version": {
    parts: [sheet({ ...header, version: 2 }), line()],
    error: /newer version.*update Daggr/,
  },
  "has a name of the wrong type": {
    parts: [sheet({ ...header, name: { x: 1 } }), line()],
    error: /no exported sheet/,
  },
  "has a name without end": {
    parts: [sheet({ ...header, name: "x".repeat(501) }), line()],
    error: /no exported sheet/,
  },
  "has content that is no JSON": { parts: [sheet(), ["content.jsonl", "{"]], error: /no JSON/ },
  "has a line of another type": {
    parts: [sheet(), line({ type: "drop-sheet", sheet: "x" })],
    error: /line 1 of its content/,
  },
  "has a field that sheets have not": {
    parts: [sheet(), line({ ...input(1), field: "constructor" })],
    error: /line 1 of its content/,
  },
  "has a position that is none": {
    parts: [
      sheet(),
      line(input(1), { type: "entry", field: "positions", key: "a", value: { x: "1", y: null } }),
    ],
    error: /line 2 of its content/,
  },
  "has a result without what made it": {
    parts: [sheet(), line({ type: "result", starred: false, record: { id: "r", node: "n", key: "k" } })],
    error: /line 1 of its content/,
  },
  "is nested without end": {
    parts: [
      sheet(),
      ["content.jsonl", `{"type":"entry","field":"inputs","key":"a","value":${"[".repeat(1e6)}`],
    ],
    error: /nested too deep/,
  },
  "has a file whose name climbs out": {
    parts: [sheet(), line(input({ $file: HASH, name: "../../evil.sh", mime: "text/plain", size: 1 }))],
    error: /a name that cannot be/,
  },
  "has a file with a name without end": {
    parts: [sheet(), line(input({ $file: HASH, name: "x".repeat(1e6), mime: "text/plain", size: 1 }))],
    error: /a name that cannot be/,
  },
  "has a file with another content than it says": {
    parts: [
      sheet(),
      line(input({ $file: HASH, name: "a.png", mime: "image/png", size: 9 })),
      [`media/${HASH}/a.png`, "something else"],
    ],
    error: /another content than it says/,
  },
  "would unpack to more than there may be": {
    parts: [sheet(), line(), [`media/${HASH}/bomb`, Buffer.alloc(12_000_000)]],
    error: /its media would take 11 MB, more than 10 MB/,
  },
  "says less than it unpacks to": {
    parts: [
      sheet(),
      line(input({ $file: HASH, name: "b", mime: "a/b", size: 9 })),
      [`media/${HASH}/b`, Buffer.alloc(5_000_000)],
    ],
    // The uncompressed size in the central directory.
    raw: (zip) => {
      const at = zip.lastIndexOf(Buffer.from("PK\x01\x02"));
      zip.writeUInt32LE(1000, at + 24);
      return zip;
    },
    error: /too many bytes|size/,
  },
  "is cut off": {
    parts: [sheet(), line()],
    raw: (zip) => zip.subarray(0, zip.length - 30),
    error: /cannot be imported/,
  },
  "is no zip file": { parts: [], raw: () => Buffer.from("hello"), error: /cannot be imported/ },
  "is empty": { parts: [], raw: () => Buffer.alloc(0), error: /cannot be imported/ },
};

function replace(zip: Buffer, from: string, to: string): Buffer {
  return Buffer.from(zip.toString("latin1").replaceAll(from, to), "latin1");
}

describe("an import that", () => {
  for (const [what, { parts, raw, error }] of Object.entries(hostile)) {
    it(`${what} does nothing but a clear error`, async function () {
      const folder = temporaryFolder(this);
      const path = join(folder, "hostile.daggr");
      await writeZip(path, parts);
      if (raw) writeFileSync(path, raw(await readFile(path)));
      const store = await open(join(folder, "store"), {
        limits: { ...UNLIMITED, mediaLimit: 10 * 1024 * 1024 },
      });
      await store.openGraph(GRAPH);
      const before = readdirSync(folder, { recursive: true }).sort();
      await assert.rejects(store.importSheet(GRAPH, path), (thrown: Error & { kind?: string }) => {
        assert.match(thrown.message, error);
        assert.match(
          thrown.message,
          /'.*hostile\.daggr' cannot be imported: .*Choose a file that Daggr exported\.$/s,
        );
        return thrown.kind === "refused";
      });
      assert.equal((await store.openGraph(GRAPH)).length, 1);
      const after = readdirSync(folder, { recursive: true }).sort();
      assert.deepEqual(
        after.filter((name) => !/media(.incoming)?$/.test(String(name))),
        before,
      );
      assert.equal(existsSync("/etc/evil"), false);
      await store.close();
    });
  }

  it("does not exist says so", async function () {
    const folder = temporaryFolder(this);
    const store = await open(join(folder, "store"));
    await assert.rejects(
      store.importSheet(GRAPH, join(folder, "none.daggr")),
      /'.*none\.daggr' cannot be imported: ENOENT/,
    );
    symlinkSync("/dev/null", join(folder, "null.daggr"));
    await assert.rejects(store.importSheet(GRAPH, join(folder, "null.daggr")), /cannot be imported/);
    await store.close();
  });

  it("refers to files that it does not bring along is refused where several people share the media", async function () {
    const folder = temporaryFolder(this);
    const path = join(folder, "guessed.daggr");
    const store = await open(join(folder, "store"));
    const file = await new MediaFolder(join(folder, "store", "media")).addBytes(
      Buffer.from("of another"),
      "a.txt",
    );
    const entry = { type: "entry", field: "inputs", key: "node.file", value: file };
    await writeZip(path, [sheet(header), ["content.jsonl", JSON.stringify(entry)]]);
    await assert.rejects(store.importSheet(GRAPH, path, { complete: true }), /does not bring along/);
    await store.importSheet(GRAPH, path);
    await store.close();
  });

  it("has scripts in its names keeps them as the text they are", async function () {
    const folder = temporaryFolder(this);
    const path = join(folder, "names.daggr");
    const name = "<img src=x onerror=alert(1)>'; DROP TABLE sheets; --";
    const entry = { type: "entry", field: "inputs", key: "__proto__", value: { __proto__: null, a: name } };
    await writeZip(path, [sheet({ ...header, name }), ["content.jsonl", JSON.stringify(entry)]]);
    const store = await open(join(folder, "store"));
    const imported = await store.importSheet(GRAPH, path);
    const { summary, state } = await store.loadSheet(imported.id);
    assert.equal(summary.name, name);
    assert.deepEqual(Object.keys(state.inputs), ["__proto__"]);
    assert.equal(Object.getPrototypeOf(state.inputs), Object.prototype);
    assert.equal((await store.openGraph(GRAPH)).length, 1);
    await store.close();
  });

  it("comes from an export lets nobody into the sessions of apps in which its results were made", async function () {
    const here = temporaryFolder(this);
    const store = await open(here);
    const [sheet] = await store.openGraph(GRAPH);
    const session = { hash: "of a session", app: "app", states: { 1: 1 } };
    const item: ItemResult = { key: "k", status: "done", outputs: {}, duration: 1, session };
    const made = result("views", { session, items: [item] });
    await store.addResult(sheet!.id, made);
    await store.addItems(sheet!.id, "views", [{ ...item, key: "unfinished" }]);
    assert.deepEqual((await store.loadResult(sheet!.id, made.id))?.session, session);
    const path = join(here, "views.daggr");
    await store.exportSheet(sheet!.id, path);
    const zip = await openPromise(path, { strictFileNames: true });
    let content = "";
    for await (const entry of zip.eachEntry())
      if (entry.fileName === "content.jsonl")
        for await (const chunk of await zip.openReadStreamPromise(entry)) content += String(chunk);
    assert.match(content, /"key":"unfinished"/);
    assert.doesNotMatch(content, /of a session/);
    await store.close();
  });

  it("comes from an export has only parts with paths of their own", async function () {
    const here = temporaryFolder(this);
    const store = await open(here);
    const { sheet } = await filledSheet(store, new MediaFolder(join(here, "media")));
    await store.exportSheet(sheet, join(here, "cats.daggr"));
    const zip = await openPromise(join(here, "cats.daggr"), { strictFileNames: true });
    const paths: string[] = [];
    for await (const { fileName } of zip.eachEntry()) paths.push(fileName.replace(/[0-9a-f]{64}/, "hash"));
    assert.deepEqual(paths.sort(), [
      "content.jsonl",
      "media/hash/cat.png",
      "media/hash/long.wav",
      "media/hash/same cat.png",
      "sheet.json",
    ]);
    await store.close();
  });
});
