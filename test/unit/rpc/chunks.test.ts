import assert from "node:assert/strict";
import fc from "fast-check";
import type { Json } from "../../../src/runtime/values/value.ts";
import { type ChunkStep, ChunkAssembler, chunkSteps, isLarge } from "../../../src/runtime/rpc/chunks.ts";
import { ChunkTransfers } from "../../../src/runtime/rpc/chunk-transfer.ts";

const text = "x".repeat(100_000);

function rebuilt(value: Json): Json {
  const builder = new ChunkAssembler();
  for (const step of chunkSteps(value)) builder.add(structuredClone(step));
  return builder.result;
}

describe("values in pieces", () => {
  it("are rebuilt as they were, whatever they are", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => assert.deepEqual(rebuilt(value as Json), value)));
  });

  const large: Readonly<Record<string, Json>> = {
    "a long text": text.repeat(10),
    "a list of texts": Array.from({ length: 50 }, (_, index) => text + index),
    "a list in an object in a list": [
      { a: { b: Array.from({ length: 9 }, () => ({ text })) }, c: 1 },
      null,
      [],
    ],
    "an object of many keys": Object.fromEntries(
      Array.from({ length: 200_000 }, (_, index) => [`key ${index}`, index]),
    ),
    "a list of many numbers": Array.from({ length: 200_000 }, (_, index) => index),
  };
  for (const [title, value] of Object.entries(large)) {
    it(`are rebuilt when they are ${title}`, () => {
      assert.ok(isLarge(value));
      assert.deepEqual(rebuilt(value), value);
    });
  }

  it("are of bounded size", () => {
    const sizes = (value: Json) =>
      [...chunkSteps(value)].map((step: ChunkStep) => JSON.stringify(step).length);
    assert.ok(Math.max(...sizes(large["an object of many keys"]!)) < 600_000);
    assert.ok(Math.max(...sizes(large["a long text"]!)) < 600_000);
    assert.ok(sizes(large["a list of texts"]!).length > 10);
  });

  it("are refused when more come than any value has", () => {
    const transfers = new ChunkTransfers(() => {});
    const step: ChunkStep = { do: "text", text: "x".repeat(2 ** 24) };
    const flood = () => {
      for (let transfer = 1; transfer < 100; transfer++)
        transfers.receive({ type: "chunk", transfer, steps: [step] });
    };
    assert.throws(flood, /More chunks/);
  });

  it("stay whole when they are small", () => {
    assert.ok(!isLarge([1, "a", { b: text }]));
  });

  it("may cross at the same time", async () => {
    const there = new ChunkTransfers(() => {});
    const here = new ChunkTransfers((piece) => there.receive(structuredClone(piece)));
    const values = [large["a list of texts"]!, large["an object of many keys"]!, { small: true }];
    const packed = await Promise.all(values.map((value) => here.pack(value)));
    assert.deepEqual(packed.map((one) => there.unpack(one)).reverse(), [...values].reverse());
  });
});
