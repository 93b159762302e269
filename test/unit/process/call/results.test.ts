import assert from "node:assert/strict";
import type { Json } from "../../../../src/runtime/values/value.ts";
import { Harness, type Workflow, workflowOf } from "../support/harness.ts";

describe("calling workflow code", function () {
  this.timeout(60_000);
  const harness = new Harness();
  before(() => harness.open());
  after(() => harness.close());
  harness.tidyAfterEach();

  describe("results", () => {
    let workflow: Workflow;
    before(async () => {
      const two = "{ outputs: { up: gr.Textbox(), length: gr.Number() } }";
      workflow = await harness.loaded(
        workflowOf(
          {
            given: "({ value }) => value, { inputs: { value: gr.JSON() }, outputs: { result: gr.JSON() } }",
            nothing: "() => {}",
            later: "async ({ value }) => { await null; return value; }, { inputs: { value: gr.JSON() } }",
            defaults: "({ text, times = 2 }) => text.repeat(times), { inputs: { text: gr.Textbox() } }",
            byName: `({ text }) => ({ length: text.length, up: text.toUpperCase(), more: 1 }), ${two}`,
            byOrder: `({ text }) => [text.toUpperCase(), text.length], ${two}`,
            missing: `({ text }) => ({ up: text, lenght: 1 }), ${two}`,
            few: `({ text }) => [text], ${two}`,
            text: `({ text }) => text, ${two}`,
            none: `() => {}, ${two}`,
            reshaped: `({ value }) => value + 1, { preprocess: ({ value }) => ({ value: value * 10 }), postprocess: async (value) => ({ value }), outputs: { o: gr.JSON() } }`,
            badInputs: "({ value }) => value, { preprocess: () => 5 }",
            special: "({ kind }) => kinds[kind]()",
          },
          `const kinds = {
            date: () => ({ at: new Date(0) }), sparse: () => [1, , 3], own: () => new (class Point { x = 1; hidden() {} })(),
            gone: () => ({ a: undefined, b: 1 }), number: () => [NaN, Infinity], proto: () => JSON.parse('{"__proto__": 1}'),
            map: () => ({ list: [new Map()] }), set: () => new Set(), bytes: () => ({ image: Buffer.from("x") }),
            promise: () => [Promise.resolve(1)], function: () => ({ fn: function help() {} }), bigint: () => 1n,
            circle: () => { const a = { b: {} }; a.b.c = a; return a; }, error: () => ({ e: new Error("x") }), symbol: () => Symbol("x"),
          };`,
        ),
      );
    });

    const values: readonly Json[] = [
      null,
      true,
      0,
      -1.5,
      "",
      "ä €😀",
      [],
      [1, [2]],
      {},
      { a: { "b c": [null] } },
    ];
    for (const value of values) {
      it(`passes ${JSON.stringify(value)} unchanged`, async () => {
        assert.deepEqual(await workflow.call("given", { value }), { result: value });
        assert.deepEqual(await workflow.output("later", { value }), value);
      });
    }

    it("takes nothing for null, and lets the function's defaults apply", async () => {
      assert.equal(await workflow.output("nothing"), null);
      assert.equal(await workflow.output("defaults", { text: "ab" }), "abab");
      assert.equal(await workflow.output("defaults", { text: "ab", times: 1 }), "ab");
    });

    it("maps several outputs by name or in order", async () => {
      assert.deepEqual(await workflow.call("byName", { text: "ab" }), { up: "AB", length: 2 });
      assert.deepEqual(await workflow.call("byOrder", { text: "ab" }), { up: "AB", length: 2 });
    });

    for (const [node, pattern] of [
      ["missing", /'up', 'length'.*returned only 'up', 'lenght'/],
      ["few", /'up', 'length'.*array of 1 value/],
      ["text", /'up', 'length'.*a string/],
      ["none", /'up', 'length'.*nothing/],
    ] as const) {
      it(`says what came back and what is expected: ${node}`, async () => {
        const failure = await workflow.failure(node, { text: "ab" });
        assert.match(failure.message, pattern);
        assert.equal(failure.at?.file, workflow.file);
      });
    }

    it("runs preprocess and postprocess", async () => {
      assert.deepEqual(await workflow.call("reshaped", { value: 4 }), { o: { value: 41 } });
    });

    it("refuses a preprocess that returns no inputs", async () => {
      const failure = await workflow.failure("badInputs", { value: 1 });
      assert.match(failure.message, /preprocess of 'badInputs' returned a number/);
    });

    for (const [kind, expected] of [
      ["date", { at: "1970-01-01T00:00:00.000Z" }],
      ["sparse", [1, null, 3]],
      ["own", { x: 1 }],
      ["gone", { b: 1 }],
      ["number", [null, null]],
    ] as const) {
      it(`makes plain data of ${kind}`, async () => {
        assert.deepEqual(await workflow.output("special", { kind }), expected);
      });
    }

    it("keeps a property called __proto__", async () => {
      assert.equal(JSON.stringify(await workflow.output("special", { kind: "proto" })), '{"__proto__":1}');
    });

    for (const [kind, pattern] of [
      ["map", /result\.list\[0\] is a Map/],
      ["set", /result is a Set/],
      ["bytes", /result\.image is binary data \(Buffer\).*context\.files/],
      ["promise", /result\[0\] is a promise.*await/],
      ["function", /result\.fn is a function \('help'\)/],
      ["bigint", /result is a bigint/],
      ["circle", /result\.b\.c is part of itself/],
      ["error", /result\.e is an error \(x\)/],
      ["symbol", /result is a symbol/],
    ] as const) {
      it(`refuses ${kind} and says where it is`, async () => {
        assert.match((await workflow.failure("special", { kind })).message, pattern);
      });
    }
  });

  describe("other code of nodes", () => {
    it("runs preprocess and postprocess of a service's node, and draws from callables", async () => {
      const workflow = await harness.loaded(`import { GradioNode, Graph, gr } from "daggr";
let count = 0;
const node = new GradioNode("owner/space", {
  inputs: { prompt: gr.Textbox(), seed: () => ++count, slow: async () => ({ count }) },
  preprocess: async ({ prompt, ...rest }) => ({ ...rest, text: prompt }),
  postprocess: (first, second) => [second, first],
  outputs: { a: gr.JSON(), b: gr.JSON() },
});
export default new Graph({ name: "Service", nodes: [node] });`);
      const common = { graph: "Service", node: "node" };
      const group = { group: { name: "hooks", limit: 4 } };
      assert.deepEqual(
        await workflow.run({ type: "preprocess", ...common, inputs: { prompt: "p", seed: 1 } }, group),
        { seed: 1, text: "p" },
      );
      assert.deepEqual(
        await workflow.run({ type: "postprocess", ...common, returned: [1, 2, 3] }, group),
        [2, 1],
      );
      assert.deepEqual(await workflow.run({ type: "draw", ...common, inputs: ["seed", "slow"] }, group), {
        seed: 1,
        slow: { count: 1 },
      });
    });

    it("finds the variants of a choice by name", async () => {
      const workflow = await harness.loaded(`import { FnNode, Graph } from "daggr";
const one = new FnNode(({ x }) => x + 1);
const two = new FnNode(({ x }) => x + 2);
const pick = one.or(two);
export default new Graph({ name: "Choice", nodes: [pick] });`);
      assert.deepEqual(
        workflow.nodes.map(({ name }) => name),
        ["pick"],
      );
      assert.equal(await workflow.output("two", { x: 1 }), 3);
    });

    it("asks the engine for node.test()", async () => {
      const asked: unknown[] = [];
      const test = (...request: unknown[]) => {
        asked.push(request);
        return request[2]
          ? Promise.resolve({ output: "tested" })
          : Promise.reject(new Error("engine says no"));
      };
      const workflow = await harness.loaded(
        workflowOf({
          inner: "({ x }) => x",
          outer: "async ({ given }) => (await inner.test(given ?? undefined)).output",
        }),
        { requests: { test } },
      );
      assert.equal(await workflow.output("outer", { given: { x: [1] } }), "tested");
      assert.equal((await workflow.failure("outer", { given: null })).message, "engine says no");
      assert.deepEqual(asked, [
        ["Test", "inner", { x: [1] }],
        ["Test", "inner", undefined],
      ]);
    });
  });

  it("passes large values both ways while the engine goes on", async () => {
    const workflow = await harness.loaded(
      workflowOf({
        node: "({ rows }) => rows.map((row) => ({ ...row, done: true })), { inputs: { rows: gr.JSON() } }",
      }),
    );
    const rows = Array.from({ length: 60_000 }, (_, index) => ({
      index,
      text: `row ${index}`.repeat(10),
      nested: { list: [1, 2, 3] },
    }));
    const result = (await workflow.output("node", { rows })) as { index: number; done: boolean }[];
    assert.equal(result.length, rows.length);
    assert.deepEqual(result.at(-1), { ...rows.at(-1), done: true });
    const text = "x".repeat(20_000_000);
    assert.deepEqual(await workflow.output("node", { rows: [{ text }] }), [{ text, done: true }]);
  });
});
