import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { startCalling, type Caller } from "../../gradio/calling.ts";
import type { Answer } from "../../hub/http.ts";
import { DownloadBudget } from "../../../src/runtime/files/download-budget.ts";
import { eventually } from "../../support/eventually.ts";
import { parseJson } from "../../../src/runtime/files/http/json-limits.ts";
import { parseApi } from "../../../src/runtime/gradio/schema/api-info.ts";
import { fileShapeOf } from "../../../src/runtime/gradio/schema/file-shape.ts";
import type { JsonType } from "../../../src/runtime/gradio/schema/json-type.ts";
import { readRawApi } from "../../../src/runtime/gradio/schema/raw-api.ts";
import { typeText } from "../../../src/runtime/gradio/schema/type-text.ts";
import { soundConfig } from "../../../src/runtime/gradio/connection/sound-config.ts";
import { completed, message, startScriptedApp, streamed, type Script } from "./support/scripted-app.ts";

const MB = 1024 * 1024;

/** Milliseconds that reading takes which grows with its size only. The slowest of it takes a tenth. */
const patience = 5_000;

function inTime<T>(work: () => T): T {
  const start = performance.now();
  const result = work();
  const took = performance.now() - start;
  assert.ok(took < patience, `it took ${Math.round(took)} ms`);
  return result;
}

describe("types that an app describes", () => {
  /** Two ways at each of many steps. */
  const forks = (keyword: "anyOf" | "oneOf" | "allOf", last: object) => {
    const $defs: Record<string, object> = { D60: last };
    for (let step = 0; step < 60; step += 1) {
      const next = { $ref: `#/$defs/D${step + 1}` };
      $defs[`D${step}`] = { [keyword]: [next, next, { anyOf: [next] }] };
    }
    return { $defs, $ref: "#/$defs/D0" } as JsonType;
  };

  it("are read in time though there are endless ways through them", () => {
    for (const keyword of ["anyOf", "oneOf", "allOf"] as const) {
      const type = forks(keyword, { type: "integer" });
      assert.equal(
        inTime(() => typeText(type)),
        "number",
      );
      inTime(() => fileShapeOf(type));
    }
    const circle = {
      $defs: { A: { anyOf: [{ $ref: "#/$defs/B" }] }, B: { anyOf: [{ $ref: "#/$defs/A" }] } },
      $ref: "#/$defs/A",
    };
    inTime(() => typeText(circle));
    const fields = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [`f${at}`, { $ref: "#/$defs/F" }]),
    );
    const broad = { $defs: { F: { type: "object", properties: fields } }, $ref: "#/$defs/F" };
    assert.ok(inTime(() => typeText(broad)).length <= 10_000);
    inTime(() => fileShapeOf(broad));
    inTime(() =>
      parseApi(
        "x",
        readRawApi({ named_endpoints: { "/say": { parameters: Array(1000).fill({ type: broad }) } } }),
        soundConfig({ components: [], dependencies: [{ api_name: "say" }] })!,
      ),
    );
  });

  it("say nothing where they are none", () => {
    for (const type of [
      null,
      7,
      "text",
      [],
      { enum: 3 },
      { anyOf: {} },
      { anyOf: [null] },
      { properties: [] },
      { properties: { a: null } },
      { items: "x" },
      { required: 5, properties: { a: {} } },
      { $defs: { a: 1 }, $ref: "#/$defs/a" },
      { $ref: 7 },
      { $ref: "#/$defs/constructor", $defs: {} },
    ]) {
      const raw = readRawApi({
        named_endpoints: { "/say": { parameters: [{ type, component: 7, label: {} }], returns: {} } },
      });
      const config = soundConfig({
        components: [null, 7, {}],
        dependencies: [{ api_name: "say", inputs: [{}] }, null],
      });
      const [endpoint] = parseApi("x", raw, config!).endpoints;
      assert.equal(endpoint?.parameters[0]?.type, "unknown", JSON.stringify(type));
    }
  });
});

describe("JSON from outside", () => {
  it("is parsed as it is, whatever its texts hold", () => {
    for (const value of ["[[[[", '\\"[{', "\\", { "a,[{": ['"', "\\\\", "x"] }, [], 1, null, [[[[1]]]]]) {
      assert.deepEqual(parseJson(JSON.stringify(value)), value);
      assert.deepEqual(parseJson(`\ufeff${JSON.stringify(value)}`), value);
    }
  });

  it("is refused in time where it is too deep or holds too much", () => {
    const limits = { depth: 10, containers: 100, values: 1000 };
    assert.throws(() => parseJson("[".repeat(11), limits), /nested more than 10 deep/);
    assert.throws(() => parseJson(`[${"{},".repeat(200)}1]`, limits), /more than 100 lists and objects/);
    assert.throws(() => parseJson(`[${"1,".repeat(2000)}1]`, limits), /more than 1000 values/);
    assert.throws(() => inTime(() => parseJson("[".repeat(50 * MB))), /nested/);
    assert.throws(() => inTime(() => parseJson(`"${"\\".repeat(50 * MB)}`)), SyntaxError);
  });
});

describe("what an app sends too much of", () => {
  let caller: Caller;
  const open: { stop(): Promise<void> }[] = [];
  before(async () => {
    caller = await startCalling({ limits: { silence: 5_000, answer: 20_000 } });
  });
  afterEach(async () => {
    for (const one of open.splice(0)) await one.stop();
  });
  after(() => caller.dispose());

  const app = async (script: Script) => {
    const started = await startScriptedApp(script);
    open.push(started);
    return started.url;
  };
  /** Pieces without an end, with an optional start. */
  const endless = (piece: Buffer, start = ""): Answer => ({
    headers: { "content-type": "text/event-stream" },
    // eslint-disable-next-line @typescript-eslint/require-await -- the server takes an asynchronous iterable
    body: (async function* () {
      yield start;
      for (let bytes = 0; bytes < 1024 * MB; bytes += piece.length) yield piece;
    })(),
  });
  const piece = Buffer.alloc(4 * MB, "a");

  it("ends the connection where it is the configuration or the API, compressed or not", async () => {
    const zipped = (value: string): Answer => ({
      headers: { "content-encoding": "gzip", "content-type": "application/json" },
      body: gzipSync(value),
    });
    const bomb = zipped(`"${"a".repeat(64 * MB)}"`);
    const deep = { body: "[".repeat(1000) };
    const many = { body: { version: "6.0", components: Array(20_001).fill(null), dependencies: [] } };
    for (const [part, answer, words] of [
      ["config", () => endless(piece), /it sent more than 32 MB/],
      ["info", () => endless(piece), /it sent more than 32 MB/],
      ["config", () => bomb, /it sent more than 32 MB/],
      ["info", () => bomb, /it sent more than 32 MB/],
      ["config", () => deep, /nested more than 200 deep/],
      ["info", () => deep, /nested more than 200 deep/],
      ["config", () => many, /it describes more than 20000 components/],
    ] as const) {
      const failure = await caller.failure(await app({ [part]: answer }), "/say");
      assert.match(failure.message, words);
      assert.match(failure.message, /^The connection to '.*' was ended: /);
      assert.ok(failure.help);
      assert.notEqual(failure.transient, true);
    }
  });

  it("ends the call where it is an answer or a message", async () => {
    const joined = await caller.failure(await app({ join: () => endless(piece) }), "/say");
    assert.match(joined.message, /^'\/say' of '.*' was ended: it sent more than 1 MB/);
    const line = await caller.failure(await app({ data: () => endless(piece, "data: ") }), "/say");
    assert.match(line.message, /it sent more than 128 MB in one message/);
    const parts = Buffer.from(`${message("heartbeat", { fill: "a".repeat(4 * MB) })}`);
    const stream = await caller.failure(await app({ data: () => endless(parts) }), "/say");
    assert.match(stream.message, /it sent more than 256 MB in one call/);
    const deep = await app({ data: () => streamed(`data: {"msg":"log","x":${"[".repeat(300)}\n\n`) });
    assert.match((await caller.failure(deep, "/say")).message, /nested more than 200 deep/);
  });

  it("leaves no part of a file behind, and says which limit it was", async () => {
    const file = (name: string) => ({
      path: `/${name}`,
      orig_name: name,
      meta: { _type: "gradio.FileData" },
    });
    const url = await app({
      data: () => streamed(completed([file("a.bin"), file("b.bin")])),
      other: () => endless(piece),
    });
    const before = caller.media.downloadLimit;
    caller.media.downloadLimit = 20 * MB;
    try {
      const failure = await caller.failure(url, "/say");
      assert.match(failure.message, /its files have more than 20 MB, the most that one step may fetch/);
      assert.match(failure.help ?? "", /daggr\.downloadLimit/);
    } finally {
      caller.media.downloadLimit = before;
    }
    const incoming = join(caller.media.folder, "incoming");
    await eventually("what was fetched is gone", () => assert.deepEqual(readdirSync(incoming), []));
  });

  it("is not begun where the disk has no room for it, or the files are too many", async () => {
    const budget = new DownloadBudget(caller.folder, Infinity);
    await assert.rejects(
      budget.open(1e18),
      /has too little room left for its files \(500 MB are kept free\)/,
    );
    await budget.open(1);
    for (let files = 2; files < 2000; files += 1) await budget.open(undefined);
    await assert.rejects(budget.open(undefined), /it gave more than 2000 files in one step/);
  });

  it("fetches a few files of a result at a time", async () => {
    let [now, most] = [0, 0];
    const files = Array.from({ length: 40 }, (_, at) => ({
      path: `/${at}.txt`,
      meta: { _type: "gradio.FileData" },
    }));
    const url = await app({
      data: () => streamed(completed(files)),
      other: () => ({
        body: (async function* () {
          most = Math.max(most, ++now);
          await new Promise((resolve) => setImmediate(resolve));
          yield `file ${now--}`;
        })(),
      }),
    });
    const [taken] = await caller.call(url, "/say");
    assert.equal((taken as readonly unknown[]).length, 40);
    assert.ok(most <= 4, String(most));
  });

  it("takes a large sound result in time that grows with its size only", async function () {
    this.timeout(60_000);
    const rows = Array.from({ length: 1000 }, (_, at) => ({ at, text: "a".repeat(100_000) }));
    // In the square of its size it took longer than the time limit of this test.
    await caller.dispose();
    caller = await startCalling({ limits: { silence: 60_000, answer: 60_000 } });
    const [value] = await caller.call(
      await app({ data: () => streamed(...pieces(completed(rows))) }),
      "/say",
    );
    assert.equal((value as readonly unknown[]).length, 1000);
  });
});

/** As a network cuts it. */
function* pieces(text: string): Generator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 16_384) yield bytes.subarray(at, at + 16_384);
}
