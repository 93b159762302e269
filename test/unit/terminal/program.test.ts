import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { isAbsolute } from "node:path";
import type { RunReport } from "../../../src/runtime/headless/run-report.ts";
import type { PrintedDiagnostic } from "../../../src/runtime/check/printed-diagnostic.ts";
import { eventually } from "../../support/eventually.ts";
import { startTinyApp } from "../check/tiny-app.ts";
import { message, startScriptedApp, streamed } from "../gradio/support/scripted-app.ts";
import { Program } from "./support/program.ts";

const chain = `import { FnNode, Graph, gr } from "daggr";

const text = gr.Textbox({ label: "Text", value: "a b" });
const words = new FnNode(({ text }) => (console.log("splitting"), text.split(" ")), {
  inputs: { text },
  outputs: { list: gr.JSON<string[]>() },
});
const loud = new FnNode(
  ({ word, times }) => {
    if (word === "bad") throw new Error("no shouting");
    return word.toUpperCase().repeat(times);
  },
  { inputs: { word: words.list.each, times: gr.Number({ value: 1 }) }, outputs: { word: gr.Textbox() } },
);
const all = new FnNode(({ words }) => words.join("-"), {
  inputs: { words: loud.word.all() },
  outputs: { text: gr.Textbox() },
});
export const chain = new Graph({ name: "Chain", nodes: [all] });
export const other = new Graph({ name: "Other", nodes: [words] });
`;

describe("daggr in the terminal", () => {
  const program = new Program();
  const file = program.write("chain.ts", chain);
  after(() => {
    program.remove();
  });

  const run = (...args: string[]) => program.json<RunReport>(["run", file, "--graph", "Chain", ...args]);

  describe("run", () => {
    it("prints one JSON object with results, durations and nothing else; what user code prints goes to the other stream", async () => {
      const { code, value, stderr } = await run();
      assert.equal(code, 0);
      assert.match(stderr, /splitting/);
      assert.deepEqual(Object.keys(value), ["graph", "results", "errors", "durations", "reused"]);
      assert.equal(value.graph, "Chain");
      assert.deepEqual(value.results, {
        words: { list: ["a", "b"] },
        loud: { word: ["A", "B"] },
        all: { text: "A-B" },
      });
      assert.deepEqual(Object.keys(value.durations), ["words", "loud", "all"]);
      assert.deepEqual([value.errors, value.reused], [{}, []]);
    });

    it("prints every line that a function printed, also the last ones and however many", async () => {
      const chatty = program.write(
        "chatty.ts",
        `import { FnNode, Graph } from "daggr";
const chatty = new FnNode(() => { for (let line = 1; line <= 2000; line++) console.log("line " + line); return 1; }, {});
export default new Graph({ name: "Chatty", nodes: [chatty] });
`,
      );
      const { code, stderr } = await program.run(["run", chatty]);
      assert.equal(code, 0);
      assert.deepEqual(
        stderr.split("\n").filter((line) => line.startsWith("chatty|")),
        Array.from({ length: 2000 }, (_, index) => `chatty| line ${index + 1}`),
      );
    });

    it("says how to run again what may have run already", async () => {
      const app = await startScriptedApp({ data: () => streamed(message("process_starts")) });
      const paid = program.write(
        "paid.ts",
        `import { GradioNode, Graph, gr } from "daggr";
const say = new GradioNode("${app.url}", { apiName: "/say", outputs: { said: gr.Textbox() } });
export default new Graph({ name: "Paid", nodes: [say] });
`,
      );
      try {
        const { code, stderr } = await program.run(["run", paid]);
        assert.equal(code, 1);
        assert.match(
          stderr,
          /say: The connection to .* was lost .* The app may have run it to its end all the same/,
        );
        assert.match(stderr, /^ {2}The same command runs it again\.$/m);
        const unknown = await program.run(["run", paid, "--again", "nothing"]);
        assert.match(unknown.stderr, /has no node 'nothing'/);
      } finally {
        await app.stop();
      }
    });

    it("runs a node again although its result is fresh", async () => {
      const data = ["--data", "again"];
      await run(...data);
      assert.deepEqual((await run(...data, "--again", "words")).value.reused, ["loud", "all"]);
    });

    it("prints no control sequence of what a function says: prints, returns, throws or asks", async () => {
      const hostile = program.write(
        "hostile.ts",
        `import { FnNode, Graph } from "daggr";
const evil = "\\u001b]0;owned\\u0007\\u001b[2J\\u009b31m\\u202eword\\b";
const returns = new FnNode(() => { console.log("prints " + evil); return "returns " + evil; }, {});
const throws = new FnNode(() => { throw new Error("throws " + evil, { cause: new Error("cause " + evil) }); }, {});
export default new Graph({ name: "Hostile" + evil, nodes: [returns, throws] });
console.log("loads " + evil);
`,
      );
      const control = /(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;
      const { code, stdout, stderr } = await program.run(["run", hostile]);
      assert.equal(code, 1);
      assert.match(stdout, /returns word\n/);
      for (const what of ["prints", "throws", "loads"]) assert.match(stderr, new RegExp(`${what} word`));
      assert.doesNotMatch(stdout + stderr, control);
      const json = await program.run(["run", hostile, "--json"]);
      assert.doesNotMatch(json.stdout + json.stderr, control);
      const { results } = JSON.parse(json.stdout) as RunReport;
      assert.match(results["returns"]?.["output"] as string, /^returns \u001b\]0;owned/);
    });

    it("gives null for an item that failed, the line where it threw, and which upstream kept a node from running", async () => {
      const { code, value } = await run("--input", "words.text=a bad b");
      assert.equal(code, 1);
      assert.deepEqual(value.results["loud"], { word: ["A", null, "B"] });
      assert.equal(value.errors["loud"]?.line, 10);
      assert.match(value.errors["loud"].message, /no shouting/);
      assert.equal(value.errors["all"]?.line, 15);
      assert.match(value.errors["all"].message, /'loud' failed/);
    });

    it("takes text where the value would be JSON that does not fit", async () => {
      const { value } = await run("--input", "words.text=42", "--input", "loud.times=2");
      assert.equal(value.results["all"]?.["text"], "4242");
    });

    it("runs one node with what it needs", async () => {
      const { value } = await run("--node", "words");
      assert.deepEqual(Object.keys(value.results), ["words"]);
    });

    it("keeps results in a folder and reuses what is fresh", async () => {
      const data = ["--data", "kept"];
      assert.deepEqual((await run(...data)).value.reused, []);
      const again = (await run(...data)).value;
      assert.deepEqual(again.reused, ["words", "loud", "all"]);
      assert.equal(again.results["all"]?.["text"], "A-B");
      const changed = (await run(...data, "--input", "loud.times=2")).value;
      assert.deepEqual(changed.reused, ["words"]);
      assert.equal(changed.results["all"]?.["text"], "AA-BB");
    });

    it("says what does not exist, with what does, as wrong usage", async () => {
      const wrong: [string[], RegExp][] = [
        [["run", file, "--graph", "Chian"], /no graph 'Chian'.*'Chain'.*'Other'/s],
        [
          ["run", file, "--graph", "Chain", "--node", "lod"],
          /no node 'lod'\. Did you mean 'loud'\? It has .*loud/,
        ],
        [["run", file, "--graph", "Chain", "--input", "loud.word=x"], /no input 'loud.word'.*loud.times/],
        [
          ["run", file, "--graph", "Chain", "--input", "loud.times=two"],
          /'loud.times' expects a number, but got the text "two"/,
        ],
        [["run", "none.ts"], /no file '.*none\.ts'/],
        [["run"], /missing required argument 'file'/],
        [["rnu", file], /unknown command 'rnu'/],
      ];
      for (const [args, message] of wrong) {
        const { code, stdout, stderr } = await program.run(args);
        assert.match(stderr, message);
        assert.deepEqual([code, stdout], [2, ""], args.join(" "));
      }
    });

    it("stops at Ctrl-C, prints what was finished, and exits with 130", async () => {
      const slow = program.write(
        "slow.ts",
        `import { FnNode, Graph } from "daggr";
const quick = new FnNode(() => 1, {});
const slow = new FnNode(({ input }) => { console.log("blocked"); for (;;) if (input === 2) return 2; }, { inputs: { input: quick.output } });
export default new Graph({ name: "Slow", nodes: [slow] });
`,
      );
      const running = program.start(["run", slow, "--json"]);
      await eventually("the slow node runs", () => {
        assert.match(running.stderr, /blocked/);
      });
      running.child.kill("SIGINT");
      const { code, stdout } = await running.finished;
      assert.equal(code, 130);
      assert.deepEqual((JSON.parse(stdout) as RunReport).results, { quick: { output: 1 } });
    });

    it("tells why a file does not load, with its line", async () => {
      const broken = program.write("broken.ts", `import { Graph } from "daggr";\nthrow new Error("boo");\n`);
      const { code, value, stderr } = await program.json<RunReport>(["run", broken]);
      assert.equal(code, 1);
      assert.equal(value.errors[""]?.line, 2);
      assert.match(stderr, /boo/);
    });
  });

  describe("check", () => {
    it("prints diagnostics with 1-based places and their fixes, type errors among them", async () => {
      const wrong = program.write(
        "wrong.ts",
        chain.replace("words.list.each", "words.lst.each").replace("{ value: 1 }", `{ value: "1" }`),
      );
      const { code, value } = await program.json<{ diagnostics: PrintedDiagnostic[] }>(["check", wrong]);
      assert.equal(code, 1);
      const port = value.diagnostics.find((one) => one.code === "unknown-port");
      assert.ok(port);
      assert.ok(isAbsolute(port.file));
      assert.deepEqual(
        [port.line, port.column, port.endLine, port.endColumn, port.severity],
        [13, 27, 13, 30, "error"],
      );
      const edit = { line: 13, column: 27, endLine: 13, endColumn: 30, newText: "list" };
      assert.deepEqual(port.fixes, [{ title: "Change 'lst' to 'list'", edits: [{ file: wrong, ...edit }] }]);
      const type = value.diagnostics.find((one) => one.code.startsWith("ts"));
      assert.match(type?.message ?? "", /string.*number/);
    });

    it("applies what is safe, and is content with a right file", async () => {
      const wrong = program.write("fixable.ts", chain.replace("words.list.each", "words.outputs.lst.each"));
      const { code, stdout, stderr } = await program.run(["check", wrong, "--fix"]);
      assert.match(stderr, /fixed: Change 'lst' to 'list'/);
      assert.match(readFileSync(wrong, "utf8"), /words\.outputs\.list\.each/);
      assert.deepEqual([code, stdout], [0, "1 file: 0 errors, 0 other remarks\n"]);
    });
  });

  describe("test", () => {
    it("prints what one node returns, and its type", async () => {
      const args = ["test", file, "loud", "--graph", "Chain", "--input", "word=hey"];
      const { code, value } = await program.json<unknown>(args);
      assert.deepEqual(
        [code, value],
        [
          0,
          {
            node: "loud",
            inputs: { word: "hey", times: 1 },
            result: { word: "HEY" },
            type: "{ word: string }",
          },
        ],
      );
    });

    it("fails with the function's own error", async () => {
      const args = ["test", file, "loud", "--graph", "Chain", "--input", "word=bad"];
      const { code, stderr } = await program.run(args);
      assert.equal(code, 1);
      assert.match(stderr, /no shouting .*chain\.ts:10/);
    });
  });

  it("shows an example of each command in its help", async () => {
    const { stdout } = await program.run(["--help"]);
    const names = [...stdout.matchAll(/^ {2}(\w+) [<[]/gm)].map(([, name]) => name!);
    for (const name of ["check", "run", "test", "api"]) assert.ok(names.includes(name), name);
    for (const name of names.filter((name) => name !== "help")) {
      const help = await program.run(["help", name]);
      assert.match(
        help.stdout,
        new RegExp(`\\nExamples?:\\n(?: {2}daggr .*\\n)* {2}daggr ${name} \\S`),
        name,
      );
    }
    assert.match(stdout, /\nExamples:\n {2}daggr workflow\.ts\n {2}daggr check workflow\.ts\n/);
  });

  describe("api", () => {
    it("lists the endpoints of an app, as text and as JSON", async () => {
      const app = await startTinyApp();
      try {
        const { code, stdout } = await program.run(["api", app.url]);
        assert.equal(code, 0);
        assert.match(
          stdout,
          /\/say\n {2}text: string \(Textbox\), required\n {2}voice: .* = "Alice", one of "Alice", "Bob"/,
        );
        const { value } = await program.json<{ endpoints: { name: string }[] }>(["api", app.url]);
        assert.deepEqual(
          value.endpoints.map(({ name }) => name),
          ["/say", "/count"],
        );
      } finally {
        await app.stop();
      }
    });

    it("prints no control sequence of the app", async () => {
      const evil = "\u001b[2J\u009b31m\u202e";
      const app = await startTinyApp({ speech: `Says ${evil}it` });
      try {
        const { stdout } = await program.run(["api", app.url]);
        assert.match(stdout, /Says it/);
        assert.doesNotMatch(stdout, /(?!\n)[\p{Cc}\u202a-\u202e]/u);
      } finally {
        await app.stop();
      }
    });

    it("says what to do where it cannot be reached", async () => {
      const { code, stderr } = await program.run(["api", "owner/space"], {
        HF_ENDPOINT: "http://127.0.0.1:1",
      });
      assert.equal(code, 1);
      assert.match(stderr, /could not be reached.*\n.*HF_ENDPOINT/);
    });
  });
});
