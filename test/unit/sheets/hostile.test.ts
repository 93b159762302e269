import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as fc from "fast-check";
import { MediaFolder } from "../../../src/runtime/files/media-folder.ts";
import { readArchive } from "../../../src/runtime/sheets/archive/import.ts";
import { StoreError } from "../../../src/runtime/sheets/errors.ts";
import { ARCHIVE_LIMITS } from "../../../src/runtime/sheets/archive/limits.ts";
import { open, result, temporaryFolder, UNLIMITED, valuesIn } from "./support/make.ts";
import { ModelDisk } from "./support/model-disk.ts";
import { FOLDER, GRAPH } from "./support/session.ts";
import { writeZip, type Part } from "./support/zip.ts";

const hash = (text: string) => createHash("sha256").update(text).digest("hex");
const file = { $file: hash("an image"), name: "a.png", mime: "image/png", size: 8 };

/** What a hand that means ill writes where a name is expected. */
const names = fc.constantFrom(
  ...["a", "__proto__", "constructor", "prototype", "toString", "../../evil", "/etc/passwd", "C:\\evil", ""],
  ...["'; DROP TABLE sheets; --", '" OR 1=1', "<img src=x onerror=alert(1)>", "\u0000", "\u202egnp.exe"],
  ...["draw.prompt", "x".repeat(500), "x".repeat(501), "javascript:alert(1)", "%2e%2e%2f", "CON", "a\nb"],
);
const json = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(file, { ...file, name: "../../evil.sh" }, { $file: "../../etc" }, { $file: 1 }),
  fc.constantFrom<unknown>(1e308, -0, 2 ** 53, "1", [], {}, null, { __proto__: 1 }, { constructor: {} }),
  names,
);
const record = (change: object) => ({ ...result("draw"), outputs: { image: file }, ...change });

/** A line as an export writes it, with some fields replaced, added or gone. */
const line = fc
  .record({
    sound: fc.constantFrom<object>(
      { type: "entry", field: "inputs", key: "draw.image", value: file },
      { type: "entry", field: "positions", key: "draw", value: { x: 1, y: 2 } },
      { type: "entry", field: "view", key: "", value: { x: 0, y: 0, zoom: 1 } },
      { type: "result", starred: false, record: record({}) },
      { type: "item", node: "each", item: { key: "k", status: "failed", error: { message: "no" } } },
    ),
    change: fc.dictionary(
      fc.constantFrom("type", "field", "key", "value", "node", "item", "record", "extra"),
      json,
      {
        maxKeys: 2,
      },
    ),
    inRecord: fc.dictionary(
      fc.constantFrom(
        "id",
        "node",
        "key",
        "parts",
        "outputs",
        "items",
        "inputs",
        "canvas",
        "upstream",
        "startedAt",
      ),
      json,
      { maxKeys: 2 },
    ),
  })
  .map(({ sound, change, inRecord }) => {
    const whole: Record<string, unknown> = { ...sound, ...change };
    if ("record" in sound && !("record" in change)) whole["record"] = record(inRecord);
    // By hand, since JSON.stringify leaves a `__proto__` of an object literal out.
    return JSON.stringify(whole).replace('"extra"', '"__proto__"');
  });

const paths = fc.oneof(
  fc.constantFrom("sheet.json", "content.jsonl", `media/${file.$file}/a.png`, `media/${hash("b")}/b.png`),
  fc.constantFrom(
    "media/",
    "media",
    "../up",
    "a/../../up",
    "sheet.json/x",
    "__proto__",
    `media/${hash("b")}/`,
  ),
  names.map((name) => `media/${hash("c")}/${name}`),
);

interface Made {
  readonly header: unknown;
  readonly lines: readonly string[];
  readonly more: readonly { readonly path: string; readonly content: string; readonly mode: number }[];
  readonly flips: readonly { readonly at: number; readonly to: number }[];
  readonly cut: number;
}

const archive: fc.Arbitrary<Made> = fc.record({
  header: fc.oneof(
    { weight: 4, arbitrary: names.map((name) => ({ format: "daggr-sheet", version: 1, name })) },
    { weight: 1, arbitrary: json },
  ),
  lines: fc.array(line, { maxLength: 4 }),
  more: fc.array(
    fc.record({
      path: paths,
      content: fc.string({ maxLength: 40 }),
      mode: fc.constantFrom(0o100644, 0o100644, 0o120777, 0o040755, 0o100777, 0o060000),
    }),
    { maxLength: 2 },
  ),
  flips: fc.array(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), to: fc.nat(255) }), {
    maxLength: 3,
  }),
  cut: fc.oneof({ weight: 5, arbitrary: fc.constant(1) }, fc.double({ min: 0, max: 1, noNaN: true })),
});

/** False where the zip library itself refuses to write such a path. */
async function write(path: string, { header, lines, more, flips, cut }: Made): Promise<boolean> {
  const parts: Part[] = [
    ["sheet.json", JSON.stringify(header) ?? "null"],
    ["content.jsonl", lines.join("\n")],
    [`media/${file.$file}/a.png`, "an image"],
    ...more.map(({ path, content, mode }): Part => [path, content, { mode }]),
  ];
  try {
    await writeZip(path, parts);
  } catch {
    return false;
  }
  const bytes = await readFile(path);
  for (const { at, to } of flips) bytes[Math.min(bytes.length - 1, Math.floor(at * bytes.length))] = to;
  await writeFile(path, bytes.subarray(0, Math.ceil(cut * bytes.length)));
  return true;
}

describe("imports that nobody should send", function () {
  this.timeout(120_000);

  it("do nothing but a clear error, or make a sheet that works, whatever is in them", async function () {
    const folder = temporaryFolder(this);
    const outcomes = { refused: 0, imported: 0 };
    const clean = Object.getOwnPropertyNames(Object.prototype).sort();
    await fc.assert(
      fc.asyncProperty(archive, async (made) => {
        const path = join(folder, "hostile.daggr-sheet");
        await rm(path, { force: true });
        if (!(await write(path, made))) return;
        const disk = new ModelDisk();
        const store = await open(FOLDER, { disk, limits: UNLIMITED });
        const [first] = await store.openGraph(GRAPH);
        let imported: string | undefined;
        try {
          imported = (await store.importSheet(GRAPH, path)).id;
          outcomes.imported += 1;
        } catch (error) {
          outcomes.refused += 1;
          assert.ok(error instanceof StoreError && error.kind === "refused", String(error));
          assert.match(
            error.message,
            /hostile\.daggr-sheet' cannot be imported: .+Choose a file that Daggr exported\.$/s,
          );
        }
        const expected = [first!.id, ...(imported === undefined ? [] : [imported])].sort();
        assert.deepEqual((await store.openGraph(GRAPH)).map(({ id }) => id).sort(), expected);
        if (imported !== undefined) {
          // It can be looked at, copied and exported as any other one, also after a restart.
          await store.loadSheet(imported);
          await store.duplicateSheet(imported, "Copy");
          await store.checkpoint();
          const again = await open(FOLDER, { disk });
          const { summaries } = await again.loadSheet(imported);
          for (const results of Object.values(summaries))
            for (const { id } of results) assert.ok(await again.loadResult(imported, id));
          await again.close();
        } else {
          // Nothing that it brought is kept.
          assert.equal(await new MediaFolder(`${FOLDER}/media`, disk).has(file), false);
          assert.deepEqual(await disk.list(`${FOLDER}/media/incoming`), []);
        }
        assert.deepEqual(await disk.list("/"), ["storage"], "nothing is written elsewhere");
        assert.deepEqual(Object.getOwnPropertyNames(Object.prototype).sort(), clean);
        await store.close();
      }),
      { numRuns: 300 },
    );
    // The last one may be one that could not even be written.
    assert.deepEqual(
      readdirSync(folder).filter((name) => name !== "hostile.daggr-sheet"),
      [],
    );
    // Neither is a test that only ever sees one of the two.
    assert.ok(outcomes.refused > 20 && outcomes.imported > 5, JSON.stringify(outcomes));
  });

  it("with lines without end are refused before they fill the memory", async function () {
    const path = join(temporaryFolder(this), "long.daggr-sheet");
    const entry = JSON.stringify({ type: "entry", field: "inputs", key: "a", value: 1 });
    await writeZip(path, [
      ["sheet.json", JSON.stringify({ format: "daggr-sheet", version: 1, name: "Long" })],
      ["content.jsonl", `${entry}\n`.repeat(11)],
    ]);
    const media = new MediaFolder(`${FOLDER}/media`, new ModelDisk());
    const options = { media, values: valuesIn(media), mediaLimit: 1e9 };
    const most = (lines: number) => ({ ...options, limits: { ...ARCHIVE_LIMITS, lines } });
    await assert.rejects(readArchive(path, most(10)), /has more than 10 lines/);
    assert.equal((await readArchive(path, most(11))).content.entries.length, 11);
  });

  it("that unpack to a thousand times their size are refused by what they say and by what they do", async function () {
    const folder = temporaryFolder(this);
    const path = join(folder, "bomb.daggr-sheet");
    const header: Part = ["sheet.json", JSON.stringify({ format: "daggr-sheet", version: 1, name: "Bomb" })];
    const media = new MediaFolder(`${FOLDER}/media`, new ModelDisk());
    const options = { media, values: valuesIn(media), mediaLimit: 1e9 };
    await writeZip(path, [
      ["sheet.json", Buffer.alloc(2_000_000, 32)],
      ["content.jsonl", ""],
    ]);
    assert.ok((await readFile(path)).length < 20_000);
    await assert.rejects(readArchive(path, options), /sheet\.json would take 2 MB, more than 64 KB/);
    // A lie about the size is found while it unpacks.
    await writeZip(path, [header, ["content.jsonl", Buffer.alloc(3_000_000, 32)]]);
    const bytes = await readFile(path);
    bytes.writeUInt32LE(10, bytes.lastIndexOf(Buffer.from("PK\x01\x02")) + 24);
    await writeFile(path, bytes);
    await assert.rejects(readArchive(path, options), /too many bytes/);
  });
});
