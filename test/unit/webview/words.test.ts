import assert from "node:assert/strict";
import { emptyNode } from "../../../src/runtime/protocol/reduce.ts";
import { messagesOf } from "../../../webview/components/text/chat.ts";
import { choicesOf } from "../../../webview/components/choices/choices.ts";
import { fitsFileTypes } from "../../../webview/components/files/file-types.ts";
import { jsonRows } from "../../../webview/components/data/json-rows.ts";
import { carries } from "../../../webview/flow/wires/carries.ts";
import { duration } from "../../../src/runtime/text/duration.ts";
import { brief, bytes, clock, previewText } from "../../../webview/graph/words.ts";

describe("what the canvas says", () => {
  it("says times as people do", () => {
    assert.deepEqual([40, 340, 3400, 14_200, 125_000, 7_200_000].map(duration), [
      "40 ms",
      "0.3 s",
      "3.4 s",
      "14 s",
      "2 min",
      "2.0 h",
    ]);
    assert.deepEqual([4100, 65_000, 3_661_000].map(clock), ["0:04", "1:05", "1:01:01"]);
  });

  it("says sizes in powers of ten", () => {
    assert.deepEqual([6, 136, 1500, 52_000_000, 2_000_000_000].map(bytes), [
      "6 B",
      "136 B",
      "1.5 KB",
      "52.0 MB",
      "2.0 GB",
    ]);
  });

  it("says what a run would do", () => {
    const run = ["a", "b", "c"].map((node) => ({ node, why: "missing" }));
    assert.equal(
      previewText({ run, reused: ["d", "e", "f", "g"], estimate: 14_000 }),
      "3 run, 4 reused, ~14 s",
    );
    assert.equal(previewText({ run, reused: [] }), "3 run");
    const onWorkers = (workers?: number, here = 12) =>
      previewText({
        run,
        reused: [],
        places: { here, queued: 188, ...(workers !== undefined && { workers }) },
      });
    assert.equal(onWorkers(4), "3 run, 12 here, 188 on 4 workers");
    assert.equal(onWorkers(1, 0), "3 run, 188 on 1 worker");
    assert.equal(onWorkers(), "3 run, 12 here, 188 on workers");
    assert.equal(onWorkers(0), "3 run, 12 here, 188 wait for a worker");
    assert.equal(previewText({ run: [], reused: ["d"] }), "1 up to date");
    assert.equal(previewText({ run: [], reused: [] }), "nothing to run");
  });

  it("says any value in a line", () => {
    const file = { $file: "a".repeat(64), name: "cat.png", mime: "image/png", size: 3 };
    assert.equal(brief(undefined), "");
    assert.deepEqual([null, 0.48214999, true, file, [1, 2], { a: 1 }].map(brief), [
      "null",
      "0.48215",
      "yes",
      "cat.png",
      "2 items",
      '{"a":1}',
    ]);
    assert.ok(brief("x".repeat(500)).length < 130);
  });
});

describe("whether a line carries what its target used", () => {
  const fresh = { ...emptyNode, freshness: { kind: "fresh" as const } };
  const stale = (...reasons: string[]) => ({ ...emptyNode, freshness: { kind: "stale" as const, reasons } });

  it("does where the source is fresh and the target did not fall behind it", () => {
    assert.equal(carries(fresh, fresh).fresh, true);
    assert.equal(carries(undefined, emptyNode).fresh, true);
    assert.equal(carries(fresh, stale("prompt changed")).fresh, true);
  });

  it("does not where there is nothing yet, or something newer, and says why", () => {
    assert.deepEqual(carries(emptyNode, emptyNode), { fresh: false, why: "no value yet" });
    assert.deepEqual(carries(stale("code changed"), fresh), { fresh: false, why: "stale: code changed" });
    assert.deepEqual(carries(fresh, stale("upstream changed")), {
      fresh: false,
      why: "not used yet: upstream changed",
    });
  });
});

describe("the JSON tree", () => {
  const value = { title: "x", list: [1, { deep: null }], none: {} };

  it("has one line for everything that is open, and no more", () => {
    const rows = jsonRows(value, (_path, depth) => depth === 0);
    assert.deepEqual(
      rows.map(({ depth, key, text }) => `${depth} ${key} ${text}`),
      ['0 title "x"', "0 list [2]", "1 0 1", "1 1 {deep}", "0 none {}"],
    );
  });

  it("tells apart branches of one name in different places", () => {
    const rows = jsonRows({ a: { x: { y: 1 } }, b: { x: { y: 1 } } }, (path) => !path.startsWith("/b/"));
    assert.equal(new Set(rows.map(({ path }) => path)).size, rows.length);
  });

  it("shows a single value as one line", () => {
    assert.deepEqual(
      jsonRows(7, () => true).map(({ text, type }) => [text, type]),
      [["7", "number"]],
    );
  });
});

describe("values of components", () => {
  it("reads choices with and without a label of their own", () => {
    assert.deepEqual(choicesOf({ component: "Radio", options: { choices: ["a", ["Two", 2]] } }), [
      { label: "a", value: "a" },
      { label: "Two", value: 2 },
    ]);
  });

  it("knows Gradio's file types", () => {
    assert.ok(fitsFileTypes(undefined, "", "a.bin"));
    assert.ok(fitsFileTypes(["image"], "image/png", "a.png"));
    assert.ok(fitsFileTypes([".PDF"], "", "a.pdf"));
    assert.ok(fitsFileTypes(["text/csv"], "text/csv", "a.csv"));
    assert.ok(!fitsFileTypes(["image", ".pdf"], "audio/wav", "a.wav"));
  });

  it("reads messages whose content is text, a file, or a list of both", () => {
    const file = { $file: "b".repeat(64), name: "a.png", mime: "image/png", size: 1 };
    const messages = messagesOf([
      { role: "user", content: "Hi" },
      {
        role: "assistant",
        content: [
          { type: "text", text: "Look" },
          { type: "file", file },
        ],
        metadata: { title: "Thought" },
      },
    ]);
    assert.deepEqual(messages, [
      { role: "user", parts: [{ kind: "text", text: "Hi" }] },
      {
        role: "assistant",
        title: "Thought",
        parts: [
          { kind: "text", text: "Look" },
          { kind: "file", file },
        ],
      },
    ]);
  });
});
