import assert from "node:assert/strict";
import { parseAddress } from "../../../../src/runtime/gradio/connection/space-address.ts";
import { chatToGradio } from "../../../../src/runtime/gradio/schema/chat-messages.ts";
import type { JsonType } from "../../../../src/runtime/gradio/schema/json-type.ts";
import { LatestValueQueue } from "../../../../src/runtime/gradio/call/latest-value-queue.ts";
import { fileOf, filesIn, noFiles } from "../../../../src/runtime/components/file-positions.ts";
import { fileShapeOf } from "../../../../src/runtime/gradio/schema/file-shape.ts";
import { typeText } from "../../../../src/runtime/gradio/schema/type-text.ts";

describe("Gradio's JSON types as TypeScript", () => {
  const file: JsonType = {
    type: "object",
    properties: { path: { type: "string" }, orig_name: { type: "string" } },
  };
  const cases: readonly (readonly [string, JsonType, string])[] = [
    ["plain types", { type: "integer" }, "number"],
    ["choices", { type: "string", enum: ["a", 'say "b"'] }, '"a" | "say \\"b\\""'],
    ["lists of choices", { type: "array", items: { enum: ["a", "b|c"], type: "string" } }, '("a" | "b|c")[]'],
    ["lists of one choice with a bar", { type: "array", items: { enum: ["b|c"] } }, '"b|c"[]'],
    ["null last", { anyOf: [{ type: "null" }, { type: "string" }] }, "string | null"],
    ["files", { anyOf: [file, { type: "null" }] }, "string | null"],
    ["references", { $defs: { F: file }, type: "array", items: { $ref: "#/$defs/F" } }, "string[]"],
    ["tuples", { type: "array", prefixItems: [{ type: "string" }, { type: "number" }] }, "[string, number]"],
    [
      "objects",
      { type: "object", properties: { a: { type: "string" }, "b-c": {} }, required: ["a"] },
      '{ a: string; "b-c"?: unknown }',
    ],
    ["maps", { type: "object", additionalProperties: { type: "number" } }, "Record<string, number>"],
    ["what is not said", { type: {} }, "unknown"],
    ["constants", { const: "x" }, '"x"'],
    ["a missing definition", { $ref: "#/$defs/None" }, "unknown"],
  ];
  for (const [what, type, text] of cases) it(what, () => assert.equal(typeText(type), text));

  it("ends for types that hold themselves", () => {
    const type: JsonType = {
      $defs: { N: { type: "array", items: { $ref: "#/$defs/N" } } },
      $ref: "#/$defs/N",
    };
    assert.match(typeText(type), /^unknown(\[\])+$/);
  });
});

describe("what a workflow calls a Space", () => {
  const hub = "http://hub.example";
  it("is a name, a page, the app's own address, or any other", () => {
    assert.deepEqual(parseAddress(" ann/core ", hub), { kind: "space", id: "ann/core" });
    assert.deepEqual(parseAddress("http://hub.example/spaces/ann/core/tree/main", hub), {
      kind: "space",
      id: "ann/core",
    });
    assert.deepEqual(parseAddress("https://hf.co/spaces/ann/core?x=1", hub), {
      kind: "space",
      id: "ann/core",
    });
    assert.deepEqual(parseAddress("https://ann-core.hf.space/", hub), {
      kind: "subdomain",
      subdomain: "ann-core",
      url: "https://ann-core.hf.space",
    });
    assert.deepEqual(parseAddress("http://127.0.0.1:7860/app/?view=api#x", hub), {
      kind: "url",
      url: "http://127.0.0.1:7860/app",
    });
    assert.deepEqual(parseAddress("https://other.example/spaces/ann/core", hub).kind, "url");
  });
});

describe("a chat in an app's own form", () => {
  const messages = (content: JsonType): JsonType => ({
    type: "array",
    items: { type: "object", properties: { role: { type: "string" }, content } },
  });
  const pairs: JsonType = {
    type: "array",
    items: { type: "array", prefixItems: [{ type: "string" }, { type: "string" }] },
  };
  const chat = [
    {
      role: "user",
      content: [
        { type: "text", text: "a" },
        { type: "text", text: "b" },
      ],
    },
    { role: "assistant", content: "c" },
    { role: "assistant", content: "d" },
  ];

  it("has lists of parts, single contents, or pairs", () => {
    assert.deepEqual(chatToGradio(chat, messages({ type: "array" })), [
      {
        role: "user",
        content: [
          { type: "text", text: "a" },
          { type: "text", text: "b" },
        ],
      },
      { role: "assistant", content: [{ type: "text", text: "c" }] },
      { role: "assistant", content: [{ type: "text", text: "d" }] },
    ]);
    assert.deepEqual(chatToGradio(chat, messages({ type: "string" })), [
      { role: "user", content: "a" },
      { role: "user", content: "b" },
      { role: "assistant", content: "c" },
      { role: "assistant", content: "d" },
    ]);
    assert.deepEqual(chatToGradio(chat, pairs), [
      ["a", null],
      ["b", "c"],
      [null, "d"],
    ]);
  });

  it("is left alone where it is none, or is in that form already", () => {
    assert.equal(chatToGradio("x", pairs), "x");
    assert.deepEqual(chatToGradio([["a", "b"]], pairs), [["a", "b"]]);
    assert.deepEqual(chatToGradio([], pairs), []);
  });
});

describe("partial results that come faster than they are handled", () => {
  it("are handled one at a time, the newest of those that wait", async () => {
    const handled: number[] = [];
    const releases: (() => void)[] = [];
    const latest = new LatestValueQueue<number>(async (value) => {
      handled.push(value);
      await new Promise<void>((resolve) => releases.push(resolve));
      if (value === 1) throw new Error("a passing view that failed");
    });
    for (const value of [1, 2, 3]) latest.push(value);
    assert.deepEqual(handled, [1]);
    releases.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(handled, [1, 3]);
    latest.push(4);
    latest.end();
    releases.shift()?.();
    latest.push(5);
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(handled, [1, 3]);
  });
});

describe("where an endpoint's parameters have files", () => {
  const file: JsonType = { properties: { path: {}, orig_name: {} } };

  it("is where nothing but a file fits, also in lists and fields", () => {
    assert.deepEqual(fileShapeOf(file), fileOf("any"));
    assert.deepEqual(fileShapeOf({ anyOf: [file, { type: "null" }] }), fileOf("any"));
    const files = { kind: "oneOf", shapes: [filesIn(fileOf("any"))] };
    assert.deepEqual(fileShapeOf({ type: "array", items: file }), files);
    const message: JsonType = {
      properties: { text: { type: "string" }, files: { type: "array", items: file } },
    };
    assert.deepEqual(fileShapeOf(message), {
      kind: "oneOf",
      shapes: [{ kind: "fields", fields: { files } }],
    });
  });

  it("is nowhere where text fits as well, and ends for types that hold themselves", () => {
    assert.deepEqual(fileShapeOf({ type: "string" }), noFiles);
    assert.deepEqual(fileShapeOf({ anyOf: [file, { type: "string" }] }), noFiles);
    const endless: JsonType = {
      items: { $ref: "#/$defs/Self" },
      $defs: { Self: { items: { $ref: "#/$defs/Self" } } },
    };
    assert.deepEqual(fileShapeOf(endless), noFiles);
  });
});
