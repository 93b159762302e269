import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Json } from "../../../src/runtime/values/value.ts";
import { failureOf, Harness, type Workflow, workflowOf } from "./support/harness.ts";

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

  describe("errors", () => {
    let workflow: Workflow;
    before(async () => {
      workflow = await harness.loaded({
        "workflow.ts": `import { FnNode, Graph } from "daggr";
import { deep } from "./lib/deep.ts";
interface Unused { a: string }

const thrown = new FnNode(({ how }: { how: string }) => {
  if (how === "helper") return deep(1 as number);
  if (how === "text") throw "just text";
  if (how === "object") throw { code: 5 };
  if (how === "empty") throw new Error();
  if (how === "many") throw new AggregateError([new Error("one"), new TypeError("two")], "several");
  throw new TypeError(\`bad \${how}\`, { cause: new Error("because", { cause: "text" }) });
});
const stack = new FnNode(() => {
  const type: Unused = { a: "" };
  return new Error("here").stack + type.a;
});
export default new Graph({ name: "Errors", nodes: [thrown, stack] });
`,
        "lib/deep.ts": `type A = 1;

export function deep(value: number): never {
  return fail(value);
}
async function unused(): Promise<A> { return 1; }
function fail(value: number): never {
  throw new RangeError(\`deep \${value}\`);
}
`,
      });
    });

    it("carry the line of the workflow file, and their causes", async () => {
      const failure = await workflow.failure("thrown", { how: "luck" });
      assert.equal(failure.message, "TypeError: bad luck");
      assert.deepEqual(failure.at, { file: workflow.file, line: 11, column: 9 });
      assert.deepEqual(failure.causes, ["because", 'the text "text"']);
      assert.match(failure.stack ?? "", /workflow\.ts:11:9/);
      assert.doesNotMatch(failure.stack ?? "", /workflow-process|node:internal|daggr-module/);
    });

    it("carry the line of a local module where it was thrown there", async () => {
      const failure = await workflow.failure("thrown", { how: "helper" });
      assert.deepEqual(failure.at, {
        file: join(dirname(workflow.file), "lib", "deep.ts"),
        line: 8,
        column: 9,
      });
      assert.match(failure.stack ?? "", /deep\.ts:4:10[^]*workflow\.ts:6:32/);
    });

    it("list what an aggregate error is made of", async () => {
      assert.deepEqual((await workflow.failure("thrown", { how: "many" })).causes, ["one", "TypeError: two"]);
    });

    it("may be anything", async () => {
      assert.match((await workflow.failure("thrown", { how: "text" })).message, /threw the text "just text"/);
      assert.match((await workflow.failure("thrown", { how: "object" })).message, /threw \{"code":5\}/);
      assert.match((await workflow.failure("thrown", { how: "empty" })).message, /without a message/);
    });

    it("have mapped stacks for the code itself too", async () => {
      assert.match((await workflow.output("stack")) as string, /workflow\.ts:15:10/);
    });
  });

  describe("context", () => {
    it("shows progress, keeps the newest, and stays within 0 and 1", async () => {
      const workflow = await harness.loaded(
        workflowOf({
          node: `async (_, context) => {
            for (let i = 0; i <= 1000; i++) context.progress(i / 500, "step " + i);
            await new Promise((resolve) => setTimeout(resolve, 100));
          }, { inputs: {} }`,
        }),
      );
      await workflow.output("node");
      const progress = workflow.events.filter((event) => event.type === "progress");
      assert.deepEqual(progress[0], { type: "progress", fraction: 0, text: "step 0" });
      assert.deepEqual(progress.at(-1), { type: "progress", fraction: 1, text: "step 1000" });
      assert.ok(progress.length < 50, `${progress.length} messages`);
    });

    it("logs, and shows what the console, the streams and child programs print, per node", async () => {
      const workflow = await harness.loaded(
        workflowOf(
          {
            logs: `async (_, context) => {
              context.log("logged", { a: 1 });
              console.log("to %s", "console");
              console.error("to stderr");
              process.stdout.write("raw");
              setTimeout(() => console.log("from a timer"), 1);
              await new Promise((resolve) => setTimeout(resolve, 60));
              execFileSync("node", ["-e", "console.log('from a child')"], { stdio: "inherit" });
              return 1;
            }, { inputs: {} }`,
            quiet: "() => 1",
          },
          `import { execFileSync } from "node:child_process";`,
        ),
      );
      await workflow.output("logs");
      const text = (stream: string) =>
        workflow.events
          .map((event) => (event.type === "log" && event.stream === stream ? event.text : ""))
          .join("");
      assert.equal(text("log"), "logged { a: 1 }\n");
      assert.equal(text("stdout"), "to console\nrawfrom a timer\nfrom a child\n");
      assert.equal(text("stderr"), "to stderr\n");
      workflow.events.length = 0;
      await workflow.output("quiet");
      assert.equal(workflow.printed, "");
    });

    it("shows so much and no more", async () => {
      const workflow = await harness.loaded(
        workflowOf({ node: `() => { for (let i = 0; i < 100; i++) console.log("x".repeat(50000)); }` }),
      );
      await workflow.output("node");
      assert.ok(workflow.printed.length < 1_200_000);
      assert.match(workflow.printed, /too much to show/);
    });

    it("shows so much and no more of a program that it starts, and of one text", async () => {
      const workflow = await harness.loaded(
        workflowOf(
          {
            program: `() => {
              execFileSync("node", ["-e", 'for (let i = 0; i < 400; i++) console.log("x".repeat(50000))'], { stdio: "inherit" });
            }, { inputs: {} }`,
            text: `() => console.log("x".repeat(20_000_000)), { inputs: {} }`,
          },
          `import { execFileSync } from "node:child_process";`,
        ),
      );
      for (const node of ["program", "text"]) {
        workflow.events.length = 0;
        await workflow.output(node);
        assert.ok(workflow.printed.length > 1_000_000 && workflow.printed.length < 1_200_000, node);
        assert.match(workflow.printed, /too much to show\)\n$/);
        assert.ok(workflow.events.length < 500, `${workflow.events.length} messages`);
      }
    });

    it("tells what a program printed before its function ended, each time", async () => {
      const workflow = await harness.loaded(
        workflowOf(
          {
            node: `() => void execFileSync("echo", ["the last line"], { stdio: "inherit" }), { inputs: {} }`,
          },
          `import { execFileSync } from "node:child_process";`,
        ),
      );
      for (let call = 0; call < 20; call++) {
        workflow.events.length = 0;
        await workflow.output("node");
        assert.equal(workflow.printed, "the last line\n");
      }
    });

    it("limits what is printed outside calls", async () => {
      harness.printed.length = 0;
      await harness.loaded(
        workflowOf(
          { node: "() => 1, { inputs: {} }" },
          `import { execFileSync } from "node:child_process";
           execFileSync("node", ["-e", 'for (let i = 0; i < 400; i++) console.log("x".repeat(50000))'], { stdio: "inherit" });`,
        ),
      );
      const printed = harness.printed.join("");
      assert.ok(printed.length < 1_200_000, `${printed.length} characters`);
      assert.match(printed, /too much to show/);
    });

    it("has a folder for files, made when it is asked for", async () => {
      const workflow = await harness.loaded(
        workflowOf(
          {
            writes: `(_, context) => { const path = join(context.files, "a.txt"); writeFileSync(path, "a"); return path; }, { inputs: {} }`,
            idle: "() => 1",
          },
          `import { join } from "node:path"; import { writeFileSync } from "node:fs";`,
        ),
      );
      await workflow.output("idle");
      assert.ok(!existsSync(join(dirname(workflow.file), "files")));
      assert.ok(existsSync((await workflow.output("writes")) as string));
    });

    it("runs in the workflow's folder", async () => {
      const workflow = await harness.loaded(workflowOf({ node: "() => process.cwd()" }));
      assert.equal(await workflow.output("node"), dirname(workflow.file));
    });
  });

  describe("generators", () => {
    const generators: Readonly<Record<string, string>> = {
      "a generator": "function* ({ text }) { for (const word of text.split(' ')) yield word; }",
      "an async generator":
        "async function* ({ text }) { for (const word of text.split(' ')) { await null; yield word; } }",
      "an async function of a generator": "async ({ text }) => (function* () { yield* text.split(' '); })()",
    };
    for (const [title, source] of Object.entries(generators)) {
      it(`stream: ${title}`, async () => {
        const workflow = await harness.loaded(
          workflowOf({ node: `${source}, { inputs: { text: gr.Textbox() } }` }),
        );
        assert.equal(await workflow.output("node", { text: "a b c" }), "c");
        const [first] = workflow.events.filter((event) => event.type === "partial");
        assert.deepEqual(first?.outputs, { output: "a" });
      });
    }

    it("show each value while they wait, mapped to outputs, and return their own result", async () => {
      const workflow = await harness.loaded(
        workflowOf({
          node: `async function* () {
            for (const n of [1, 2, 3]) {
              yield [n, n * 2];
              await new Promise((resolve) => setTimeout(resolve, 120));
            }
            return { a: 10, b: 20 };
          }, { outputs: { a: gr.Number(), b: gr.Number() } }`,
        }),
      );
      assert.deepEqual(await workflow.call("node"), { a: 10, b: 20 });
      const partial = workflow.events
        .filter((event) => event.type === "partial")
        .map(({ outputs }) => outputs);
      assert.deepEqual(partial, [
        { a: 1, b: 2 },
        { a: 2, b: 4 },
        { a: 3, b: 6 },
      ]);
    });

    it("go on fast when nobody keeps up: only the newest values are shown", async () => {
      const workflow = await harness.loaded(
        workflowOf({ node: "function* () { for (let i = 0; i < 200000; i++) yield i; }" }),
      );
      assert.equal(await workflow.output("node"), 199999);
      assert.ok(workflow.events.filter((event) => event.type === "partial").length < 100);
    });

    it("pass through postprocess, and fail with what they throw", async () => {
      const workflow = await harness.loaded(
        workflowOf({
          mapped: "function* () { yield 1; yield 2; }, { postprocess: (n) => n * 100 }",
          broken: `function* () { yield 1; throw new Error("broke"); }`,
        }),
      );
      assert.equal(await workflow.output("mapped"), 200);
      assert.equal((await workflow.failure("broken")).message, "broke");
    });

    it("run their finally when they are stopped", async () => {
      const workflow = await harness.loaded(
        workflowOf({
          node: `function* () { try { for (let i = 0; ; i++) { if (i === 5) console.log("under way"); yield i; } } finally { console.log("cleaned up"); } }`,
        }),
      );
      const abort = new AbortController();
      const call = failureOf(workflow.call("node", {}, { signal: abort.signal }));
      await workflow.untilPrinted("under way");
      abort.abort();
      assert.equal((await call).message, "Stopped.");
      await workflow.untilPrinted("cleaned up");
    });
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
