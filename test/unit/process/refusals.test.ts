import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { Harness } from "./support/harness.ts";

describe("loading a workflow", function () {
  this.timeout(60_000);
  const harness = new Harness();
  before(() => harness.open());
  after(() => harness.close());
  harness.tidyAfterEach();

  describe("refuses, with the place and what to do", () => {
    const line = (text: string) => new RegExp(text);

    it("a syntax error", async () => {
      const failure = await harness.refused(`import { Graph } from "daggr";\n\nconst a = ;\n`);
      assert.match(failure.message, line("workflow.ts has a syntax error in line 3: Expression expected"));
      assert.deepEqual(failure.at, { file: failure.file, line: 3, column: 11 });
    });

    it("a file or module that is not UTF-8", async () => {
      const latin1 = Buffer.from('export const word = "\xfc";\n', "latin1");
      const failure = await harness.refused({ "workflow.ts": latin1 });
      assert.match(failure.message, line("workflow.ts is not UTF-8 text: .* in line 1"));
      assert.match(failure.help ?? "", line("^Save it as UTF-8"));
      const other = await harness.refused({
        "workflow.ts": `import { Graph } from "daggr";\nimport "./word.ts";`,
        "word.ts": Buffer.concat([Buffer.from("// one\n"), latin1]),
      });
      assert.match(other.message, line("word.ts is not UTF-8 text: .* in line 2"));
      assert.equal(other.at?.line, 2);
    });

    it("a syntax error in a local module", async () => {
      const failure = await harness.refused({
        "workflow.ts": `import "./helper";`,
        "helper.ts": `\nfunction (`,
      });
      assert.equal(failure.at?.file, join(dirname(failure.file), "helper.ts"));
      assert.equal(failure.at?.line, 2);
      assert.deepEqual(failure.files, [failure.file, failure.at.file]);
    });

    it("a variable declared twice", async () => {
      const failure = await harness.refused(`const a = 1;\n\n\nconst a = 2;\n`);
      assert.match(failure.message, /syntax error in line \d: Identifier 'a' has already been declared/);
      assert.equal(failure.at?.line, 1);
    });

    it("a syntax error that only Node sees", async () => {
      const failure = await harness.refused(`type T = string;\n\nexport const t: T = "";\nreturn;\n`);
      assert.match(failure.message, /syntax error in line 4: Illegal return statement/);
      assert.equal(failure.at?.line, 4);
    });

    it("a throw while loading, with its cause", async () => {
      const failure = await harness.refused(
        `interface A { a: 1 }\nfunction fail(): never {\n  throw new RangeError("too far", { cause: new Error("no map") });\n}\nfail();\n`,
      );
      assert.match(failure.message, /Loading workflow\.ts failed: RangeError: too far/);
      assert.deepEqual(failure.at, { file: failure.file, line: 3, column: 9 });
      assert.deepEqual(failure.causes, ["no map"]);
      assert.match(failure.stack ?? "", /workflow\.ts:5:1/);
      assert.doesNotMatch(failure.stack ?? "", /workflow-process|node:internal/);
    });

    it("a throw in a module it imports", async () => {
      const failure = await harness.refused({
        "workflow.ts": `import "./lib/helper.js";`,
        "lib/helper.ts": `\n\nnull!.x;`,
      });
      assert.equal(failure.at?.file, join(dirname(failure.file), "lib", "helper.ts"));
      assert.equal(failure.at?.line, 3);
    });

    it("a throw in a timer while it still loads", async () => {
      const failure = await harness.refused(
        `setTimeout(() => {\n  throw new Error("late");\n}, 1);\nawait new Promise(() => {});\n`,
      );
      assert.match(failure.message, /late/);
      assert.equal(failure.at?.line, 2);
    });

    it("an endless loop, in a statement it names", async () => {
      const failure = await harness.refused(
        `const a = 1;\nconsole.log(a);\nfor (;;) {\n  a.toString();\n}\n`,
        { timeout: 0.3 },
      );
      assert.match(
        failure.message,
        /did not finish loading within 0\.3 s\. Line 3 of workflow\.ts was still running/,
      );
      assert.match(failure.help ?? "", /endless loop/);
      assert.deepEqual(failure.at, { file: failure.file, line: 3, column: 1 });
    });

    it("an endless loop in a module it imports", async () => {
      const files = {
        "workflow.ts": `import { x } from "./spin.ts";\nexport default x;`,
        "spin.ts": `\n\nexport const x = spin();\nfunction spin() { while (true); }`,
      };
      const failure = await harness.refused(files, { timeout: 0.3 });
      assert.equal(failure.at?.file, join(dirname(failure.file), "spin.ts"));
      assert.equal(failure.at?.line, 3);
      assert.deepEqual(failure.files, [failure.file, failure.at?.file]);
    });

    it("something awaited for ever", async () => {
      const failure = await harness.refused(`const a = 1;\n\nawait new Promise(() => {});\n`, {
        timeout: 0.3,
      });
      assert.equal(failure.at?.line, 3);
    });

    it("a missing package", async () => {
      const failure = await harness.refused(
        `import { Graph } from "daggr";\nimport leftPad from "left-pad/deep";\nleftPad();\n`,
      );
      assert.match(failure.message, /Cannot find the package 'left-pad', imported in workflow\.ts/);
      assert.equal(failure.help, "Install it: npm install left-pad");
      assert.deepEqual(failure.at, { file: failure.file, line: 2, column: 21 });
    });

    it("a missing file, and names a similar one", async () => {
      const failure = await harness.refused({
        "workflow.ts": `import { x } from "./helpr";\nx();`,
        "helper.ts": "export const x = () => 1;",
      });
      assert.match(failure.message, /Cannot find '\.\/helpr', imported in workflow\.ts/);
      assert.equal(failure.help, "Did you mean './helper.ts'?");
      assert.ok(
        failure.files.includes(join(dirname(failure.file), "helpr.ts")),
        "watches for the file to come",
      );
    });

    it("a name that a local module does not export", async () => {
      const failure = await harness.refused({
        "workflow.ts": `import { helpr } from "./a";\nhelpr();`,
        "a.ts": `export { helper } from "./b";`,
        "b.ts": "export function helper() {}",
      });
      assert.match(failure.message, /'\.\/a' exports no 'helpr'\. It exports 'helper'/);
      assert.equal(failure.help, "Did you mean 'helper'?");
      assert.equal(failure.at?.line, 1);
    });

    it("a name that a package does not export", async () => {
      const failure = await harness.refused({
        "workflow.ts": `\nimport { nothing } from "some";\nnothing();`,
        "node_modules/some/package.json": `{ "name": "some", "version": "1.0.0", "type": "module", "exports": "./index.js" }`,
        "node_modules/some/index.js": "export const something = 1;",
      });
      assert.match(failure.message, /'some' exports no 'nothing'/);
      assert.equal(failure.at?.line, 2);
    });

    it("no graph", async () => {
      const failure = await harness.refused(`export const x = 1;`);
      assert.equal(failure.message, "workflow.ts exports no Graph.");
      assert.match(failure.help ?? "", /export default new Graph/);
    });

    it("a graph that is not exported", async () => {
      const failure = await harness.refused(
        `import { FnNode, Graph } from "daggr";\nconst graph = new Graph({ name: "G", nodes: [new FnNode(() => 1)] });`,
      );
      assert.match(failure.message, /makes a Graph but does not export it/);
      assert.equal(failure.help, "Add the line: export default graph;");
      assert.equal(failure.at?.line, 2);
    });

    it("two nodes of one name, in words of the model", async () => {
      const failure = await harness.refused(`import { FnNode, Graph } from "daggr";
const a = new FnNode(() => 1, { name: "Same" });
const b = new FnNode(() => 2, { name: "Same" });
export default new Graph({ name: "G", nodes: [a, b] });`);
      assert.match(failure.message, /Same/);
      assert.doesNotMatch(failure.message, /Loading/);
      assert.equal(failure.at?.file, failure.file);
    });

    it("something read from a misspelt port", async () => {
      const failure = await harness.refused(`import { FnNode, Graph } from "daggr";
const words = new FnNode(() => ["a"]);
const loud = new FnNode(({ word }) => word, { inputs: { word: words.outputs.otput.each } });
export default new Graph({ name: "Misspelt", nodes: [loud] });
`);
      assert.match(failure.message, /Cannot read properties of undefined \(reading 'each'\)/);
      assert.match(failure.help ?? "", /port that is not there is undefined/);
      assert.equal(failure.at?.line, 3);
    });

    it("something read from a misspelt port, over several lines", async () => {
      const failure = await harness.refused(`import { FnNode, Graph } from "daggr";
const words = new FnNode(() => ["a"]);
const loud = new FnNode(({ word }) => word, {
  inputs: {
    word: words.outputs.otput
      .each,
  },
});
export default new Graph({ name: "Misspelt", nodes: [loud] });
`);
      assert.match(failure.help ?? "", /port that is not there is undefined/);
    });

    const noPorts = {
      "of the workflow's own data": "const settings: any = {};\nconst size = settings.image.size;",
      "of an argument": "const first = (list: any) => list.missing.first;\nfirst([]);",
      "beside a node":
        "const settings: any = {};\nconst words = new FnNode(() => settings.a.b, { name: settings.names.words });",
    };
    for (const [title, code] of Object.entries(noPorts)) {
      it(`something read of what is not there, ${title}, without a word of ports`, async () => {
        const failure = await harness.refused(`import { FnNode, Graph } from "daggr";
const other = new FnNode(() => 1);
${code}
export default new Graph({ name: "G", nodes: [other] });`);
        assert.match(failure.message, /Cannot read properties of undefined/);
        assert.equal(failure.help, undefined);
      });
    }

    it("a misspelt port", async () => {
      const failure = await harness.refused(`import { FnNode, Graph, gr } from "daggr";
const a = new FnNode(() => 1, { outputs: { image: gr.Image() } });
const b = new FnNode(({ x }) => 2, {
  inputs: { x: a.imagee },
});
export default new Graph({ name: "G", nodes: [b] });`);
      assert.match(failure.message, /imagee/);
      assert.equal(failure.at?.line, 3);
    });

    describe("nodes by what they are called in the file", () => {
      const head = `import { FnNode, GradioNode, Graph, gr } from "daggr";\n`;
      const tail = `\nexport default new Graph({ name: "G", nodes: [] });`;
      const cases: Readonly<Record<string, readonly [code: string, message: RegExp]>> = {
        "one that is being made": [
          `function work({ x }) { return x; }\nconst painter = new FnNode(work, { imputs: {} });`,
          /^FnNode 'painter' has no option 'imputs'/,
        ],
        "one of a nameless function": [
          `export const sum = new FnNode(({ x }) => x, { inputs: { x: undefined } });`,
          /^Input 'x' of FnNode 'sum' is undefined\./,
        ],
        "one that was made before": [
          `function work() { return 1; }\nconst first = new FnNode(work);\nconst next = new FnNode(({ x }) => x, { inputs: { x: first.outputt } });`,
          /^Input 'x' of FnNode 'next' is undefined\. FnNode 'first' has no output port 'outputt'/,
        ],
        "one of a Space": [
          `const picture = new GradioNode("owner/space", { outputs: { image: gr.Image() } });\nconst next = new FnNode(({ x }) => x, { inputs: { x: picture.imagee } });`,
          /^Input 'x' of FnNode 'next' is undefined\. GradioNode 'picture' has no output port 'imagee'/,
        ],
        "variants of a choice": [
          `const one = new FnNode(() => 1);\nconst two = new FnNode(() => 2, { outputs: { b: gr.Number() } });\nconst both = one.or(two);`,
          /FnNode 'one' has 'output' and FnNode 'two' has 'b'/,
        ],
        "one with a name of its own": [
          `function work() { return 1; }\nconst a = new FnNode(work, { name: "Painter", inputs: { x: undefined } });`,
          /^Input 'x' of FnNode 'Painter' is undefined/,
        ],
        "one without a variable by its function": [
          `function work() { return 1; }\nnew FnNode(work, { inputs: { x: undefined } });`,
          /^Input 'x' of FnNode 'work' is undefined/,
        ],
      };
      for (const [title, [code, message]] of Object.entries(cases))
        it(title, async () => {
          const failure = await harness.refused(head + code + tail);
          assert.match(failure.message, message);
        });
    });

    for (const [title, code] of Object.entries({
      "process.exit": "process.exit(3);",
      "process.abort": "process.abort();",
      "process.kill": `process.kill(process.pid, "SIGKILL");`,
      "process.exit that is caught": "try { process.exit(3); } catch {}\nawait new Promise(() => {});",
    })) {
      it(title, async () => {
        const failure = await harness.refused(`const a = 1;\n${code}\n`, { timeout: 5 });
        assert.match(failure.message, /The code called process\.(exit|abort|kill)/);
        assert.equal(failure.at?.line, 2);
      });
    }

    it("a file that is not there", async () => {
      const outcome = await harness.load(join(harness.folder, "nowhere.ts"));
      assert.ok(outcome.type === "failed");
      assert.equal(
        outcome.failure.message,
        "nowhere.ts is not there any more: it was deleted, moved or renamed.",
      );
      const folder = await harness.load(join(harness.folder, "no", "folder", "nowhere.ts"));
      assert.ok(folder.type === "failed");
      assert.equal(folder.failure.message, outcome.failure.message);
    });

    it("node.test() while loading", async () => {
      const failure = await harness.refused(
        `import { FnNode, Graph } from "daggr";\nconst a = new FnNode(() => 1);\nawait a.test();\nexport default new Graph({ name: "G", nodes: [a] });`,
      );
      assert.match(failure.message, /cannot run while the file is still loading/);
      assert.match(failure.help ?? "", /A function runs a node by `await context\.call\(node, inputs\)`/);
      assert.equal(failure.at?.line, 3);
    });
  });
});
