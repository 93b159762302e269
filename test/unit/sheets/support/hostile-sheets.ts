import { createHash } from "node:crypto";
import { result } from "./make.ts";
import { bomb, part, rawZip, type RawPart } from "./raw-zip.ts";

/** A file that nobody should send, and what the refusal has to say. */
export interface HostileSheet {
  readonly name: string;
  make(): Buffer;
  readonly error: RegExp;
}

const MB = 1024 * 1024;
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hash = sha256("an image");
const header = part("sheet.json", JSON.stringify({ format: "daggr-sheet", version: 1, name: "Sheet" }));
const empty = part("content.jsonl", "");
const image = { $file: hash, name: "a.png", mime: "image/png", size: 8 };
const entry = (value: unknown) => ({ type: "entry", field: "inputs", key: "a.b", value });
const refers = part("content.jsonl", JSON.stringify(entry(image)));
const record = (change: object) =>
  JSON.stringify({ type: "result", starred: false, record: { ...result("draw"), ...change } });

const sheet = (...parts: readonly RawPart[]) => rawZip([header, ...parts]);
const lines = (...all: readonly string[]) => sheet(part("content.jsonl", all.join("\n")));
/** One line whose value goes on and on. */
const inValue = (text: string, bytes: number, around: readonly [string, string] = ["[", "0]"]) =>
  sheet(
    bomb("content.jsonl", {
      head: `{"type":"entry","field":"inputs","key":"a.b","value":${around[0]}`,
      text,
      tail: `${around[1]}}`,
      bytes,
    }),
  );
const media = (path: string, content: string, lies: Partial<RawPart> = {}) =>
  part(`media/${path}`, content, lies);
const many = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, at) => make(at));

const inMemory = /line 1 of its content would take more than 128 MB of memory/;
const noSheet = /it is no exported sheet/;
const wrongLine = /line 1 of its content is not as it should be/;

const bombs: readonly HostileSheet[] = [
  { name: "lists, 490 MB in 490 KB", make: () => inValue("[],", 490 * MB), error: inMemory },
  { name: "objects", make: () => inValue("{},", 490 * MB), error: inMemory },
  { name: "numbers", make: () => inValue("0,", 490 * MB), error: inMemory },
  { name: "short texts", make: () => inValue('"a",', 490 * MB), error: inMemory },
  { name: "lists in lists", make: () => inValue("[[[0]]],", 490 * MB), error: inMemory },
  { name: "fields", make: () => inValue('"a":0,', 490 * MB, ["{", '"b":0}']), error: inMemory },
  { name: "objects with fields", make: () => inValue('{"a":{"b":[]}},', 490 * MB), error: inMemory },
  { name: "one text", make: () => inValue("text ", 490 * MB, ['"', '"']), error: inMemory },
  {
    name: "one text of escapes",
    make: () => inValue("\\u0041\\\\\\n", 490 * MB, ['"', '"']),
    error: inMemory,
  },
  {
    name: "one line of spaces",
    make: () => sheet(bomb("content.jsonl", { text: " ", bytes: 490 * MB })),
    error: inMemory,
  },
  {
    name: "more content than there may be",
    make: () => inValue("text ", 600 * MB),
    error: /content\.jsonl would take 6\d\d MB, more than 512 MB/,
  },
  {
    name: "content that says it is small",
    make: () =>
      sheet(
        bomb("content.jsonl", { text: `${JSON.stringify(entry(1))}\n`, bytes: 600 * MB }, { size: 1000 }),
      ),
    error: /too many bytes/,
  },
  {
    name: "content that says it is large",
    make: () => sheet(part("content.jsonl", JSON.stringify(entry(1)), { size: 100 * MB })),
    error: /not enough bytes/,
  },
  {
    name: "sound lines without end",
    make: () => sheet(bomb("content.jsonl", { text: `${JSON.stringify(entry(1))}\n`, bytes: 500 * MB })),
    error: /its content would take .*more than 128 MB of the database/,
  },
  {
    name: "long sound lines without end",
    make: () =>
      sheet(
        bomb("content.jsonl", {
          text: `${JSON.stringify(entry(many(10_000, () => [])))}\n`,
          bytes: 500 * MB,
        }),
      ),
    error: /its content would take .*more than 128 MB of the database/,
  },
  {
    name: "lines of lists just below what one line may be",
    make: () =>
      sheet(
        bomb("content.jsonl", {
          text: `${JSON.stringify(entry(many(1_200_000, () => [])))}\n`,
          bytes: 100 * MB,
        }),
      ),
    error: /its content would take \d+ MB, more than 1024 MB of memory/,
  },
  {
    name: "line ends",
    make: () => sheet(bomb("content.jsonl", { text: "\n", bytes: 490 * MB })),
    error: /no JSON/,
  },
  { name: "a deep list", make: () => inValue("[", 100 * MB), error: /nested too deep, more than 500/ },
  { name: "deep objects", make: () => inValue('{"a":', 100 * MB), error: /nested too deep/ },
  {
    name: "a large header",
    make: () => rawZip([bomb("sheet.json", { text: " ", bytes: 490 * MB }), empty]),
    error: /sheet\.json would take 490 MB, more than 64 KB/,
  },
  {
    name: "a large header that says it is small",
    make: () => rawZip([bomb("sheet.json", { text: " ", bytes: 490 * MB }, { size: 100 }), empty]),
    error: /too many bytes/,
  },
  {
    name: "a deep header",
    make: () => rawZip([part("sheet.json", "[".repeat(60_000)), empty]),
    error: /nested too deep/,
  },
  {
    name: "media that unpack to more than there may be",
    make: () => sheet(refers, bomb(`media/${hash}/a.png`, { text: "0", bytes: 490 * MB })),
    error: /its media would take 490 MB, more than 100 MB/,
  },
  {
    name: "media that say they are small",
    make: () => sheet(refers, bomb(`media/${hash}/a.png`, { text: "0", bytes: 490 * MB }, { size: 8 })),
    error: /too many bytes/,
  },
  {
    name: "many parts that share one content",
    make: () =>
      sheet(
        refers,
        ...many(60, (at) => ({
          ...bomb(`media/${hash}/${at}.png`, { text: "0", bytes: 4 * MB }),
          ...(at > 0 && { sameAsBefore: true }),
        })),
      ),
    error: /its media would take \d+ MB, more than 100 MB/,
  },
];

const counts: readonly HostileSheet[] = [
  {
    name: "a list of 65,534 parts that are none",
    make: () => rawZip([header, empty], 65_534),
    error: /cannot be imported/,
  },
  {
    name: "a part with a path without end",
    make: () => sheet(empty, media(`${hash}/${"a".repeat(60_000)}`, "x")),
    error: /a path of 60071 characters/,
  },
  {
    name: "comments without end",
    make: () =>
      sheet(empty, ...many(1100, (at) => media(`${hash}/${at}`, "", { comment: Buffer.alloc(65_000) }))),
    error: /its list of parts would take more than 64 MB/,
  },
  {
    name: "items without end",
    make: () => {
      const item = { key: "k", status: "failed", error: { message: "" } };
      return lines(record({ items: many(150_000, () => item) }));
    },
    error: /more than 100000 items in one result/,
  },
  {
    name: "files without end",
    make: () => lines(JSON.stringify(entry(many(120_000, (at) => ({ ...image, name: `${at}.png` }))))),
    error: /more than 100000 files/,
  },
  {
    name: "a record that is wrong in each of 300,000 places",
    make: () => lines(record({ upstream: Object.fromEntries(many(300_000, (at) => [`n${at}`, at])) })),
    error: wrongLine,
  },
];

const paths: readonly HostileSheet[] = [
  ...[
    "../up",
    "media/../../up",
    "/etc/evil",
    "C:/evil",
    "media\\up",
    `media/${hash}/..`,
    `media/${hash}/a/b`,
  ].map((path): HostileSheet => ({
    name: `the path ${path}`,
    make: () => sheet(refers, part(path, "an image")),
    error: /relative path|absolute path|invalid characters|does not belong there/,
  })),
  ...["run.js", "media", "media/", "__proto__", "sheet.json/x", `media/${hash.toUpperCase()}/a.png`].map(
    (path): HostileSheet => ({
      name: `the part ${path}`,
      make: () => sheet(empty, part(path, "x")),
      error: /does not belong there/,
    }),
  ),
  ...["../../evil.sh", "CON", "", ".", "a/b", "a\u0000b", "\u202egnp.exe", "x".repeat(600)].map(
    (name): HostileSheet => ({
      name: `a file named ${JSON.stringify(name.slice(0, 20))}`,
      make: () => lines(JSON.stringify(entry({ ...image, name }))),
      error: /a name that cannot be/,
    }),
  ),
  {
    name: "a link",
    make: () => sheet(empty, media(`${hash}/l`, "/etc/passwd", { mode: 0o120777 })),
    error: /no plain file/,
  },
  {
    name: "a device",
    make: () => sheet(empty, media(`${hash}/d`, "", { mode: 0o020666 })),
    error: /no plain file/,
  },
  {
    name: "an encrypted part",
    make: () => sheet(empty, media(`${hash}/e`, "", { flags: 0x801 })),
    error: /encrypted/,
  },
  { name: "two headers", make: () => sheet(header, empty), error: /'sheet\.json' twice/ },
  { name: "two contents", make: () => sheet(empty, refers), error: /'content\.jsonl' twice/ },
  {
    name: "a file twice, once with another content",
    make: () => sheet(refers, media(`${hash}/a.png`, "an image"), media(`${hash}/a.png`, "another")),
    error: /a\.png' twice/,
  },
  {
    name: "a file with another content than its hash",
    make: () => sheet(refers, media(`${hash}/a.png`, "something else")),
    error: /another content than it says/,
  },
  {
    name: "a way of packing that nobody knows",
    make: () => sheet(refers, media(`${hash}/a.png`, "an image", { method: 99 })),
    error: /unsupported compression method/,
  },
];

const words: readonly HostileSheet[] = [
  { name: "no header", make: () => rawZip([empty]), error: noSheet },
  { name: "no content", make: () => rawZip([header]), error: noSheet },
  {
    name: "a header in the prototype",
    make: () =>
      rawZip([part("sheet.json", '{"__proto__":{"format":"daggr-sheet","version":1,"name":"x"}}'), empty]),
    error: noSheet,
  },
  {
    name: "an entry in the prototype",
    make: () => lines('{"__proto__":{"type":"entry"}}'),
    error: wrongLine,
  },
  {
    name: "a field of every object",
    make: () => lines('{"type":"entry","field":"__proto__","key":"a","value":{"polluted":1}}'),
    error: wrongLine,
  },
  {
    name: "a position without end",
    make: () => lines('{"type":"entry","field":"positions","key":"a","value":{"x":1e999,"y":0}}'),
    error: wrongLine,
  },
  {
    name: "a name without end",
    make: () => lines(JSON.stringify({ ...entry(1), key: "k".repeat(1e6) })),
    error: wrongLine,
  },
  { name: "no JSON", make: () => lines("alert(1)"), error: /no JSON/ },
  {
    name: "bytes that are no text",
    make: () => sheet(part("content.jsonl", Buffer.alloc(1000, 0xff))),
    error: /no JSON/,
  },
  { name: "a file that is cut off", make: () => sheet(refers).subarray(0, 200), error: /cannot be imported/ },
  { name: "noise", make: () => Buffer.alloc(10_000, 0x5a), error: /cannot be imported/ },
  { name: "nothing", make: () => Buffer.alloc(0), error: /cannot be imported/ },
];

export const hostileSheets: readonly HostileSheet[] = [...bombs, ...counts, ...paths, ...words];
