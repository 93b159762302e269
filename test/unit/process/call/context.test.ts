import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { failureOf, Harness, workflowOf } from "../support/harness.ts";

describe("the context of workflow code", function () {
  this.timeout(60_000);
  const harness = new Harness();
  before(() => harness.open());
  after(() => harness.close());
  harness.tidyAfterEach();

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
});
