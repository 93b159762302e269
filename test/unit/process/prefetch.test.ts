import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { exclusiveGroup } from "../../../src/runtime/run/workflow-code.ts";
import { eventually } from "../../support/eventually.ts";
import { Workspace } from "../session/support/workspace.ts";
import { Harness, workflowOf } from "./support/harness.ts";

// Short functions go to their process before their turn; none of this may show in what a run does.

describe("functions that are sent to their process before their turn", function () {
  this.timeout(60_000);
  let workspace: Workspace | undefined;
  afterEach(async () => {
    await workspace?.remove();
    workspace = undefined;
  });

  /** `body` is the function's of each of `length` nodes in a row; `i` is its place, `x` what the one before it gave. */
  const chain = (length: number, body: string) => `
import { appendFileSync, existsSync } from "node:fs";
import { FnNode, Graph, gr } from "daggr";
const mark = (text) => appendFileSync(new URL("./marks.txt", import.meta.url), text + "\\n");
const folder = import.meta.dirname;
const step = (i) => async ({ x, how }, context) => { ${body} };
const nodes = [];
for (let i = 0; i < ${length}; i++) {
  nodes.push(new FnNode(step(i), {
    name: \`n\${i}\`,
    inputs: { x: nodes.at(-1)?.output ?? 0, how: gr.Textbox({ value: "first" }) },
  }));
}
export default new Graph({ name: "Ahead", nodes });
void [mark, existsSync, folder];
`;
  const marks = () => readFileSync(join(workspace!.folder, "marks.txt"), "utf8").trim().split("\n");
  const numbers = (length: number) => Array.from({ length }, (_, i) => String(i));

  it("run once each, in order, and get what those before them made", async () => {
    workspace = new Workspace({ "workflow.ts": chain(100, "mark(i); return x + 1;") });
    const canvas = await workspace.canvas();
    await canvas.run();
    assert.equal(canvas.output("n99"), 100);
    assert.deepEqual(marks(), numbers(100));
    await canvas.run();
    assert.deepEqual(marks(), numbers(100), "a second run uses what there is");
    await canvas.run({ type: "run-all", forced: true });
    assert.deepEqual(marks(), [...numbers(100), ...numbers(100)]);
  });

  it("tell what they print and how they fare under their own node", async () => {
    const body = `console.log("I am", i); context.progress(i / 10, "at " + i); return x + 1;`;
    workspace = new Workspace({ "workflow.ts": chain(40, body) });
    const canvas = await workspace.canvas();
    await canvas.run();
    for (let i = 0; i < 40; i++) {
      assert.deepEqual(
        canvas.node(`n${i}`).logs.map(({ text }) => text),
        [`I am ${i}`],
      );
    }
  });

  it("do not run behind one that failed", async () => {
    const body = `mark(i); if (i === 5) throw new Error("five"); return x + 1;`;
    workspace = new Workspace({ "workflow.ts": chain(20, body) });
    const canvas = await workspace.canvas();
    await canvas.run();
    assert.equal(canvas.node("n5").failure?.message, "five");
    assert.equal(canvas.node("n19").failure?.message, "'n19' did not run because 'n5' failed.");
    assert.deepEqual(marks(), numbers(6));
  });

  for (const [what, wait] of [
    ["waits", "await new Promise(() => {});"],
    ["blocks its process", "for (;;) {}"],
  ] as const) {
    it(`are stopped where the one that runs ${what}; the next run works`, async () => {
      const body = `mark(i); if (i === 7 && !existsSync(folder + "/go")) { ${wait} } return x + 1;`;
      workspace = new Workspace({ "workflow.ts": chain(20, body) });
      const canvas = await workspace.canvas();
      await canvas.send({ type: "run-all", forced: false });
      await canvas.until("n7 runs", ({ nodes }) => nodes["n7"]?.status === "running");
      assert.equal(canvas.node("n6").status, "done");
      assert.equal(canvas.node("n8").status, "waiting");
      await canvas.send({ type: "stop" });
      await canvas.quiet();
      assert.deepEqual(
        ["n6", "n7", "n8", "n19"].map((name) => canvas.node(name).status),
        ["done", "stopped", "stopped", "stopped"],
      );
      assert.deepEqual(marks(), numbers(8));
      workspace.write({ go: "" });
      await canvas.run();
      assert.equal(canvas.output("n19"), 20);
    });
  }

  it("keep their own time limits", async () => {
    const source = chain(20, `if (i === 3) for (;;) {} return x + 1;`).replace(
      "name:",
      "timeout: 0.3, name:",
    );
    workspace = new Workspace({ "workflow.ts": source });
    const canvas = await workspace.canvas();
    await canvas.run();
    assert.equal(canvas.output("n2"), 3);
    assert.match(canvas.node("n3").failure?.message ?? "", /time limit of 0.3 s/);
    assert.equal(canvas.node("n4").failure?.message, "'n4' did not run because 'n3' failed.");
  });

  it("run in a new process where one ends theirs", async () => {
    const body = `mark(i); if (i === 3) (await import("node:child_process")).execSync("kill -9 " + process.pid); return x + 1;`;
    const independent = chain(12, body).replace("x: nodes.at(-1)?.output ?? 0", "x: i");
    workspace = new Workspace({ "workflow.ts": independent });
    const canvas = await workspace.canvas();
    await canvas.run();
    assert.match(canvas.node("n3").failure?.message ?? "", /killed/);
    for (const i of [0, 1, 2, 4, 11]) assert.equal(canvas.output(`n${i}`), i + 1);
    assert.deepEqual(marks().toSorted(), numbers(12).toSorted());
  });

  it("do not run again where what comes before them gives the same", async () => {
    workspace = new Workspace({ "workflow.ts": chain(10, `mark(i); return how.length > 0 ? i : x;`) });
    const canvas = await workspace.canvas();
    await canvas.run();
    await canvas.send({ type: "set-input", input: "n0.how", value: "second" });
    await canvas.run();
    assert.deepEqual(marks(), [...numbers(10), "0"]);
  });

  it("see files of those before them as the engine keeps them", async () => {
    const source = `
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { FnNode, Graph, gr } from "daggr";
const file = new FnNode((_inputs, { files }) => { const path = join(files, "a.txt"); writeFileSync(path, "a"); return path; },
  { inputs: {}, outputs: { file: gr.File() } });
const used = new FnNode(({ path }) => path, { inputs: { path: file.file } });
const odd = new FnNode(() => ({ $file: "no reference" }), { inputs: {} });
const after = new FnNode(({ value }) => value, { inputs: { value: odd.output } });
export default new Graph({ name: "Files", nodes: [used, after] });
`;
    workspace = new Workspace({ "workflow.ts": source });
    const canvas = await workspace.canvas();
    await canvas.run();
    assert.equal((canvas.output("used") as { name?: string }).name, "a.txt");
    assert.deepEqual(canvas.output("after"), { $file: "no reference" });
  });
});

describe("a call that was sent before its turn", function () {
  this.timeout(60_000);
  const harness = new Harness();
  before(() => harness.open());
  after(() => harness.close());
  harness.tidyAfterEach();

  it("is ended where it has begun and nobody wants it any more, and the next call works", async () => {
    const { generation, graph, file } = await harness.loaded(
      workflowOf(
        {
          quick: `() => 1`,
          endless: `() => { writeFileSync(new URL("./begun", import.meta.url), ""); for (;;) {} }`,
        },
        `import { writeFileSync } from "node:fs";`,
      ),
    );
    const files = join(dirname(file), "files");
    const call = (node: string) => ({ type: "fn", graph, node, inputs: {} }) as const;
    const context = { signal: new AbortController().signal, emit: () => {} };
    const first = generation.prefetch(call("quick"), { files, wired: {}, beforeItsTurn: false })!;
    const second = generation.prefetch(call("endless"), { files, wired: {}, beforeItsTurn: true })!;
    assert.deepEqual(await first.claim(context), { output: 1 });
    await eventually("it has begun", () => assert.ok(existsSync(join(dirname(file), "begun"))));
    second.recall();
    second.drop();
    assert.deepEqual(await generation.call(call("quick"), exclusiveGroup, { ...context, files }), {
      output: 1,
    });
  });
});
