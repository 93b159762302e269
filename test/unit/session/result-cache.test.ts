import assert from "node:assert/strict";
import { ResultCache } from "../../../src/runtime/session/calls/result-cache.ts";
import type { ResultRecord } from "../../../src/runtime/sheets/store.ts";
import type { Value } from "../../../src/runtime/values/value.ts";

function record(node: string, key: string, value: Value, duration = 1): ResultRecord {
  const parts = { code: "", options: "", inputs: {}, upstream: {} };
  const origin = { canvas: {}, picks: {}, upstream: {}, drawn: {} };
  return {
    id: `${node} ${key}`,
    node,
    key,
    parts,
    outputs: { value },
    inputs: {},
    ...origin,
    startedAt: 0,
    duration,
  };
}

describe("the results that calls share", () => {
  it("are the latest ones, as many as have room, those that are used last", () => {
    const cache = new ResultCache({ has: () => Promise.resolve(true) });
    for (let i = 0; i < 5000; i++) cache.add(record("a", String(i), i));
    assert.equal(cache.find("a", "0")?.outputs["value"], 0);
    cache.add(record("a", "more", "more"));
    assert.deepEqual(
      ["0", "1", "2", "more"].map((key) => cache.find("a", key) !== undefined),
      [true, false, true, true],
    );
    cache.add(record("a", "0", "anew"));
    assert.equal(cache.find("a", "0")?.outputs["value"], "anew");
  });

  it("take a fixed room, however large they are", () => {
    const cache = new ResultCache({ has: () => Promise.resolve(true) });
    const megabytes = (count: number) => "x".repeat(count * 1024 * 1024);
    cache.add(record("a", "huge", megabytes(9)));
    assert.equal(cache.find("a", "huge"), undefined);
    for (let i = 0; i < 20; i++) cache.add(record("a", String(i), megabytes(5)));
    const kept = Array.from({ length: 20 }, (_, i) => cache.find("a", String(i)) !== undefined);
    assert.deepEqual([kept.filter(Boolean).length, kept.lastIndexOf(false)], [12, 7]);
  });

  it("are whole only while their files are there", async () => {
    let there = true;
    const cache = new ResultCache({ has: () => Promise.resolve(there) });
    const file = { $file: "0".repeat(64), name: "a.png", mime: "image/png", size: 1 };
    const [plain, made] = [record("a", "plain", 1), record("a", "file", [file])];
    for (const one of [plain, made]) cache.add(one);
    assert.equal(cache.isWhole(plain), true);
    assert.equal(await cache.isWhole(made), true);
    there = false;
    assert.equal(await cache.isWhole(made), false);
    assert.equal(cache.find("a", "file"), undefined);
  });

  it("are waited for where their node takes long", () => {
    const cache = new ResultCache({ has: () => Promise.resolve(true) });
    cache.add(record("quick", "1", 1, 2));
    cache.add(record("slow", "1", 1, 500));
    assert.deepEqual([cache.isWorthWaiting("quick"), cache.isWorthWaiting("slow")], [false, true]);
  });
});
