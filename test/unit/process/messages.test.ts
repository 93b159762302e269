import assert from "node:assert/strict";
import fc from "fast-check";
import type { Json } from "../../../src/runtime/values/value.ts";
import { failureOf, Harness, type Workflow, workflowOf } from "./support/harness.ts";

/** Milliseconds of a call that has no reason to take longer than starting a process. */
const longest = 20_000;

/** What a function does to its own process before it returns 1; `value` is what the case says. */
const attacks = {
  writes: `({ value }) => { try { writeSync(value.to, value.text); } catch {} return 1; }`,
  closes: `({ value }) => { for (const each of value) try { closeSync(each); } catch {} return 1; }`,
  reads: `async ({ value }) => {
    const end = Date.now() + 200;
    while (Date.now() < end) try { readSync(value, Buffer.alloc(10)); } catch {}
    return 1;
  }`,
  sends: `({ value }) => { process.send?.(value); return 1; }`,
  insists: `({ value }) => { process.send(value); return 1; }`,
  disconnects: `() => { process.disconnect?.(); process.emit("disconnect"); process.channel?.unref(); return 1; }`,
  destroysHandles: `() => { for (const handle of process._getActiveHandles()) handle.destroy?.(); return 1; }`,
  replaces: `({ value }) => { (0, eval)(value); return 1; }`,
};
const imports = `import { closeSync, readSync, writeSync } from "node:fs";
if (process.env["ATTACK_AT_LOAD"]) throw new Error("never set");`;

/** Lines that are messages, or nearly. */
const lines: Readonly<Record<string, string>> = {
  "a word": "ready",
  "a line": "ready\n",
  "bytes that are no text": "\u0000\uffff\n",
  "an empty line": "\n",
  "JSON of another kind": '{"cmd":"ready"}\n',
  "a list of nothing": "[]\n",
  "a list of other things": '[null,1,"ready",{}]\n',
  "a message that is cut": '[{"type":"event","event":{"type":"log"\n',
  "a reply to nobody": '[{"type":"reply","id":99999,"ok":true,"value":1}]\n',
  "a reply without a value": '[{"type":"reply","id":3,"ok":true}]\n',
  "an error without a name": '[{"type":"reply","id":3,"ok":false,"error":null}]\n',
  "a failure without a message":
    '[{"type":"reply","id":3,"ok":false,"error":{"name":"StepError","message":"","data":{"failure":{}}}}]\n',
  "a request for what there is not": '[{"type":"request","id":1,"call":"constructor","argument":null}]\n',
  "a call of no node":
    '[{"type":"request","id":1,"call":"call","argument":{"call":1,"node":7,"inputs":null}}]\n',
  "a call for another function":
    '[{"type":"request","id":1,"call":"call","argument":{"call":99999,"node":"n","inputs":{"kind":"inline","value":{}}}}]\n',
  "a call of a node with a text as inputs":
    '[{"type":"request","id":1,"call":"call","argument":{"call":1,"node":"n","inputs":{"kind":"inline","value":"x"}}}]\n',
  "a test of nothing": '[{"type":"request","id":1,"call":"test","argument":null}]\n',
  "an event of an unknown type": '[{"type":"event","event":{"type":"constructor"}}]\n',
  "an event of no type": '[{"type":"event","event":null}]\n',
  "a start of another call": '[{"type":"event","event":{"type":"started","call":99999}}]\n',
  "a partial output without one": '[{"type":"event","event":{"type":"partial","call":1}}]\n',
  "a chunk without steps": '[{"type":"event","event":{"type":"chunk","transfer":1}}]\n',
  "chunks that fit nothing":
    '[{"type":"event","event":{"type":"chunk","transfer":1,"steps":[{"do":"close"},{"do":"items","items":[1]},{"do":"text","text":""}]}}]\n',
  "a prototype":
    '[{"__proto__":{"type":"event"},"type":"event","event":{"type":"log","stream":"stdout","text":"","__proto__":null}}]\n',
  "a report": '{"type":"memory","bytes":1}\n',
  "a report of nothing": '{"type":"hanging"}\n',
};

/** How many messages the generator makes. The long form, before a release: `DAGGR_HOSTILE_CASES=1000`. */
const cases = Number(process.env["DAGGR_HOSTILE_CASES"] ?? 40);

const id = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.double(), fc.constant("1"), fc.constant(null));
const anything = fc.oneof(fc.jsonValue(), id, fc.constant("x".repeat(2 ** 16)), fc.constant([[[[[{}]]]]]));
const maybe = <T>(wanted: fc.Arbitrary<T>) => fc.oneof({ weight: 4, arbitrary: wanted }, anything);
const packed = fc.record({ kind: fc.constantFrom("inline", "chunks"), value: anything, transfer: maybe(id) });
const step = fc.record({
  do: maybe(fc.constantFrom("open", "close", "items", "entries", "text")),
  kind: maybe(fc.constantFrom("list", "object", "text")),
  key: maybe(fc.constantFrom("__proto__", "constructor", "a")),
  items: maybe(fc.array(anything)),
  entries: maybe(fc.dictionary(fc.constantFrom("__proto__", "toString", "a"), anything)),
  text: maybe(fc.string()),
});
const event = fc.record(
  {
    type: maybe(fc.constantFrom("started", "step", "partial", "log", "chunk", "unusable")),
    call: maybe(id),
    event: maybe(
      fc.record({ type: fc.constantFrom("log", "progress", "partial"), fraction: maybe(id), text: anything }),
    ),
    outputs: maybe(packed),
    stream: maybe(fc.constantFrom("stdout", "stderr", "log")),
    text: maybe(fc.string()),
    transfer: maybe(id),
    steps: maybe(fc.array(step)),
    reason: maybe(fc.string()),
  },
  { requiredKeys: ["type"] },
);
const failure = fc.record({
  name: fc.constantFrom("StepError", "Recalled", "Error"),
  message: fc.string(),
  data: anything,
});
const envelope = fc.record(
  {
    type: maybe(fc.constantFrom("event", "reply", "request", "cancel")),
    id: maybe(id),
    ok: maybe(fc.boolean()),
    value: maybe(packed),
    error: maybe(failure),
    event: maybe(event),
    call: maybe(fc.constantFrom("test", "call", "__proto__", "toString")),
    argument: maybe(fc.record({ graph: anything, node: anything, inputs: maybe(packed) })),
  },
  { requiredKeys: ["type"] },
);
const line = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.array(envelope, { minLength: 1, maxLength: 3 }).map((list) => `${JSON.stringify(list)}\n`),
  },
  fc.json().map((text) => `${text}\n`),
  fc.string({ unit: "binary" }),
  fc.array(envelope).map((list) => JSON.stringify(list).slice(0, -3)),
);
const hostile = fc.record({
  to: fc.oneof({ weight: 8, arbitrary: fc.constant(3) }, fc.integer({ min: 0, max: 4 })),
  text: fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.join("")),
});

describe("messages of a workflow process", function () {
  this.timeout(120_000);

  const harness = new Harness();
  let workflow: Workflow;
  before(async () => {
    await harness.open();
    workflow = await harness.loaded(
      workflowOf({ ...attacks, fine: "({ value }) => value", pid: "() => process.pid" }, imports),
    );
  });
  after(() => harness.close());

  /** The call ends by itself, as done or with words, and the next one works. */
  async function survives(attack: keyof typeof attacks, value: Json): Promise<void> {
    const limit = AbortSignal.timeout(longest);
    const call = workflow.output(attack, { value }, { signal: limit });
    const outcome = await call.catch(async () => {
      const { message } = await failureOf(call);
      assert.match(message, /file descriptor|not a function|process\.|ended with code|ended by SIG/);
      return "failed";
    });
    assert.ok(outcome === 1 || outcome === "failed", `${attack} gave ${JSON.stringify(outcome)}`);
    assert.ok(!limit.aborted, "it ended by itself");
    assert.equal(await workflow.output("fine", { value: 5 }), 5);
  }

  for (const [title, text] of Object.entries(lines)) {
    it(`may be ${title}`, async () => {
      await survives("writes", { to: 3, text });
      await survives("writes", { to: 4, text });
    });
  }

  for (const value of ["ready", null, { cmd: "NODE_HANDLE" }, { cmd: "NODE_foo" }, ["ready"]])
    it(`of Node's own channel do nothing: ${JSON.stringify(value)}`, async () => {
      await survives("sends", value);
      await survives("insists", value);
    });

  it("do not need a channel of Node's", async () => {
    await survives("disconnects", null);
    await survives("destroysHandles", null);
  });

  it("fail the one call where its descriptors are closed", async () => {
    for (const closed of [[0], [1], [2], [3], [4], [3, 4], [0, 1, 2, 3, 4]]) await survives("closes", closed);
    const failure = await workflow.failure("closes", { value: [3] });
    assert.match(failure.message, /closed or read from a file descriptor that it did not open/);
    assert.match(failure.help ?? "", /own code has opened/);
  });

  for (const stream of [0, 1, 2])
    it(`go to another process after its standard stream ${stream} was closed, since Node may abort in that one`, async () => {
      const before = await workflow.output("pid", {});
      await survives("closes", [stream]);
      assert.notEqual(await workflow.output("pid", {}), before);
    });

  it("fail the one call where its descriptors are read or written", async () => {
    await survives("reads", 3);
    await survives("reads", 4);
    assert.match(
      (await workflow.failure("writes", { value: { to: 3, text: "ready\n" } })).message,
      /wrote to/,
    );
  });

  for (const code of [
    `JSON.stringify = () => "x"`,
    `JSON.parse = null`,
    `Object.prototype.toJSON = () => "x"`,
    `Array.prototype.map = null`,
    `Map.prototype.get = () => { throw new Error("no map"); }`,
    `Promise.prototype.then = null`,
    `process.nextTick = null; setImmediate = null; setTimeout = null`,
    `Buffer.from = null; Buffer.concat = null`,
  ])
    it(`arrive, or fail the one call, where it does ${code}`, async () => {
      // Whatever it broke stays broken in its process, so it gets processes of its own.
      const broken = await harness.loaded(workflowOf(attacks, imports));
      const signal = AbortSignal.timeout(longest);
      await broken.call("replaces", { value: code }, { signal }).catch(() => {});
      assert.ok(!signal.aborted, "it ended by itself");
      await broken.generation.dispose();
      assert.equal(await workflow.output("fine", { value: 5 }), 5);
    });

  it(`are whatever a generator makes of them, ${cases} times`, async function () {
    this.timeout(60_000 + cases * 2000);
    const rest = process.memoryUsage().rss;
    for (let seed = 1; seed <= cases; seed++) {
      const [attack] = fc.sample(hostile, { numRuns: 1, seed });
      await survives("writes", attack!);
      const more = (process.memoryUsage().rss - rest) / 2 ** 20;
      assert.ok(more < 500, `${more.toFixed()} MB more after ${JSON.stringify(attack).slice(0, 500)}`);
    }
  });

  it("cannot end the engine while the file loads", async () => {
    for (const line of [
      `process.send?.("ready");`,
      `writeSync(3, "ready\\n");`,
      `writeSync(4, "ready\\n");`,
      `closeSync(3);`,
      `writeSync(3, JSON.stringify([{ type: "reply", id: 1, ok: true, value: { type: "loaded" } }]) + "\\n");`,
    ]) {
      const source = workflowOf({ fine: "({ value }) => value" }, `${imports}\n${line}`);
      const outcome = await harness.load(harness.workspace({ "workflow.ts": source }));
      if (outcome.type === "loaded") await outcome.generation.dispose();
      else assert.match(outcome.failure.message, /file descriptor/);
    }
    assert.equal(await workflow.output("fine", { value: 6 }), 6);
  });
});
