import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "jpeg-js";
import { PNG } from "pngjs";
import { expectationOf, updatedExpectation } from "../../../src/runtime/tests/matchers/default-matcher.ts";
import { mismatchOf } from "../../../src/runtime/tests/matchers/match.ts";
import type { Expectation } from "../../../src/runtime/tests/test-file.ts";
import type { ComponentName } from "../../../src/runtime/components/description.ts";
import type { FileRef, Json, Value } from "../../../src/runtime/values/value.ts";

type Colour = readonly [number, number, number];
type Paint = (x: number, y: number) => Colour;

const teal: Paint = () => [0, 128, 128];
/** A picture with something in it: the left half is dark. */
const halves: Paint = (x) => (x < 32 ? [20, 20, 20] : [220, 220, 220]);
const noisy: Paint = (x, y) => {
  const [red, green, blue] = halves(x, y);
  const noise = ((x * 31 + y * 17) % 7) - 3;
  return [red + noise, green + noise, blue + noise];
};
const mirrored: Paint = (x, y) => halves(63 - x, y);

function pixels(paint: Paint, width = 64, height = 48): Buffer {
  const data = Buffer.alloc(width * height * 4);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) data.set([...paint(x, y), 255], (y * width + x) * 4);
  return data;
}

function png(paint: Paint, width = 64, height = 48): Buffer {
  const image = new PNG({ width, height });
  pixels(paint, width, height).copy(image.data);
  return PNG.sync.write(image);
}

const jpeg = (paint: Paint) => encode({ data: pixels(paint), width: 64, height: 48 }, 80).data;

/** Mono, 16 bits. */
function wav(seconds: number, loudness: (at: number) => number, rate = 8000): Buffer {
  const samples = Math.round(seconds * rate);
  const file = Buffer.alloc(44 + samples * 2);
  file.write("RIFF", 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write("WAVEfmt ", 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36);
  file.writeUInt32LE(samples * 2, 40);
  for (let at = 0; at < samples; at += 1)
    file.writeInt16LE(Math.round(Math.sin(at / 3) * loudness(at / samples) * 30_000), 44 + at * 2);
  return file;
}

/** The first bytes of a WebP file of a size, and as many more. */
function webp(width: number, height: number, more: number): Buffer {
  const file = Buffer.alloc(30 + more, more % 251);
  file.write("RIFF", 0);
  file.write("WEBPVP8X", 8);
  file.writeUIntLE(width - 1, 24, 3);
  file.writeUIntLE(height - 1, 27, 3);
  return file;
}

const component = (name: ComponentName) => ({
  kind: "component" as const,
  component: { component: name, options: {} },
});

describe("matchers of tests", () => {
  let folder: string;
  before(async () => void (folder = await mkdtemp(join(tmpdir(), "daggr-matchers-"))));
  after(() => rm(folder, { recursive: true, force: true }));

  const files = {
    expectedPath: ({ $file }: { $file: string }) => Promise.resolve(join(folder, $file)),
    actualPath: ({ name }: FileRef) => join(folder, name),
  };
  const mismatch = (expectation: Expectation, actual: Value) => mismatchOf(expectation, actual, files);

  /** What a matcher says of two files. */
  async function ofFiles(
    match: "image" | "audio",
    expected: Buffer,
    actual: Buffer,
  ): Promise<string | undefined> {
    await writeFile(join(folder, "expected"), expected);
    await writeFile(join(folder, "actual"), actual);
    return mismatch({ match, value: [{ $file: "expected" }, "a"], difference: 0.02 }, [
      { $file: "0".repeat(64), name: "actual", mime: "image/png", size: actual.length },
      "a",
    ]);
  }

  it("compare values exactly, or as far as they are given", async () => {
    const value: Json = { a: 1, list: [1, { b: "two" }] };
    const more: Json = { a: 1, list: [1, { b: "two", c: 3 }, 4], d: null };
    assert.equal(await mismatch({ match: "exact", value }, value), undefined);
    assert.equal(await mismatch({ match: "exact", value }, more), "at /list: 3 items instead of 2");
    assert.equal(await mismatch({ match: "subset", value }, more), undefined);
    assert.equal(await mismatch({ match: "subset", value: more }, value), "at /list: 2 items instead of 3");
    assert.equal(
      await mismatch({ match: "subset", value }, { ...more, list: [1, { b: "too" }] }),
      'at /list/1/b: "too" instead of "two"',
    );
    assert.equal(await mismatch({ match: "exact", value: { a: 1 } }, { a: 1, b: 2 }), "'b' is not expected");
    assert.equal(await mismatch({ match: "exact", value: null }, []), "a list instead of null");
  });

  it("look for texts, and take numbers that are near", async () => {
    assert.equal(
      await mismatch({ match: "contains", text: ["fox", "river"] }, "a fox at a river"),
      undefined,
    );
    assert.equal(await mismatch({ match: "contains", text: "wolf" }, "a fox"), '"wolf" is not in it');
    assert.equal(await mismatch({ match: "contains", text: "1" }, 1), "it is no text");
    assert.equal(await mismatch({ match: "within", value: 1, by: 0.1 }, 1.05), undefined);
    assert.equal(await mismatch({ match: "within", value: 1, by: 0.1 }, 1.2), "1.2 is not within 0.1 of 1");
  });

  it("take pictures for the same that look alike, whatever encodes them", async () => {
    assert.equal(await ofFiles("image", png(halves), png(halves)), undefined);
    assert.equal(await ofFiles("image", png(halves), png(noisy)), undefined);
    assert.equal(await ofFiles("image", png(halves), jpeg(halves)), undefined);
    assert.match(
      (await ofFiles("image", png(halves), png(mirrored))) ?? "",
      /^at \/0: the picture looks different/,
    );
    assert.match((await ofFiles("image", jpeg(halves), jpeg(teal))) ?? "", /looks different/);
    assert.match((await ofFiles("image", png(teal), png(teal, 64, 64))) ?? "", /64 × 64 pixels, not 64 × 48/);
  });

  it("compare pictures that are not decoded by their size and their bytes", async () => {
    assert.equal(await ofFiles("image", webp(20, 10, 1000), webp(20, 10, 1100)), undefined);
    assert.match((await ofFiles("image", webp(20, 10, 1000), webp(20, 11, 1000))) ?? "", /20 × 11 pixels/);
    assert.match((await ofFiles("image", webp(20, 10, 1000), webp(20, 10, 2000))) ?? "", /2030 bytes/);
    assert.match((await ofFiles("image", webp(64, 48, 1000), png(teal))) ?? "", /is PNG, not WebP/);
    const damaged = png(halves).subarray(0, 60);
    assert.match((await ofFiles("image", png(halves), damaged)) ?? "", /60 bytes/);
  });

  it("take sounds for the same that are as long and as loud", async () => {
    const rising = wav(1, (at) => at);
    assert.equal(
      await ofFiles(
        "audio",
        rising,
        wav(1, (at) => at * 0.99),
      ),
      undefined,
    );
    assert.match(
      (await ofFiles(
        "audio",
        rising,
        wav(2, (at) => at),
      )) ?? "",
      /is 2 s long, not 1 s/,
    );
    assert.match(
      (await ofFiles(
        "audio",
        rising,
        wav(1, (at) => 1 - at),
      )) ?? "",
      /runs differently/,
    );
    assert.match((await ofFiles("audio", rising, Buffer.from("no sound"))) ?? "", /8 bytes/);
  });

  it("are chosen by the component, and stay what they are in an update", () => {
    const chosen = (name: ComponentName, value: Json) => expectationOf(component(name), value).match;
    assert.deepEqual(
      [
        chosen("Textbox", "a"),
        chosen("Number", 1),
        chosen("JSON", { a: 1 }),
        chosen("JSON", "a"),
        chosen("Image", { $file: "a" }),
        chosen("Gallery", []),
        chosen("Audio", { $file: "a" }),
        chosen("Video", { $file: "a" }),
      ],
      ["exact", "within", "subset", "exact", "image", "image", "audio", "exact"],
    );
    const view = component("Textbox");
    const contains = { match: "contains", text: ["fox", "wolf"] } as const;
    assert.deepEqual(updatedExpectation({ ...contains, text: [...contains.text] }, view, "a fox"), {
      match: "contains",
      text: ["fox"],
    });
    assert.deepEqual(updatedExpectation({ match: "within", value: 1, by: 2 }, view, 9), {
      match: "within",
      value: 9,
      by: 2,
    });
  });
});
