import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { Workspace } from "../session/support/workspace.ts";

// The items of a scattered function go to their process in chunks; none of this may show in what a run does.

describe("items of a scattered function, sent to their process in chunks", function () {
  this.timeout(60_000);
  let workspace: Workspace | undefined;
  afterEach(async () => {
    await workspace?.remove();
    workspace = undefined;
  });

  /** `body` is the function of each of `length` items: `i` is its place, from 0. */
  const scatter = (length: number, body: string, options = "") => `
import { appendFileSync, existsSync } from "node:fs";
import { FnNode, Graph } from "daggr";
const mark = (text) => appendFileSync(new URL("./marks.txt", import.meta.url), text + "\\n");
const folder = import.meta.dirname;
const list = new FnNode(() => Array.from({ length: ${length} }, (_, i) => i), { name: "list", inputs: {} });
const each = new FnNode(async ({ i }, context) => { ${body} }, { name: "each", inputs: { i: list.output.each }, ${options} });
export default new Graph({ name: "Scatter", nodes: [each] });
void [mark, existsSync, folder];
`;
  const marks = () => readFileSync(join(workspace!.folder, "marks.txt"), "utf8").trim().split("\n");
  const numbers = (length: number) => Array.from({ length }, (_, i) => String(i));

  it("run once each, in order, and give their results in order", async () => {
    workspace = new Workspace({ "workflow.ts": scatter(500, "mark(i); return i * 2;") });
    const canvas = await workspace.canvas();
    await canvas.run();
    assert.deepEqual(
      canvas.output("each"),
      numbers(500).map((i) => Number(i) * 2),
    );
    assert.deepEqual(marks(), numbers(500));
  });

  it("tell what they print under their own number", async () => {
    workspace = new Workspace({ "workflow.ts": scatter(100, `console.log("I am", i); return i;`) });
    const canvas = await workspace.canvas();
    await canvas.run();
    assert.deepEqual(
      canvas.node("each").logs.map(({ text }) => text),
      numbers(100).map((i) => `[${Number(i) + 1}] I am ${i}`),
    );
  });

  it("fail by themselves, with their line, and run again by themselves", async () => {
    const body = `mark(i); if (i % 40 === 30 && !existsSync(folder + "/go")) throw new Error("no " + i); return i;`;
    workspace = new Workspace({ "workflow.ts": scatter(100, body) });
    const canvas = await workspace.canvas();
    await canvas.run();
    const failed = () => (canvas.node("each").items ?? []).filter(({ status }) => status === "failed");
    assert.deepEqual(
      failed().map((item) => item.failure?.message),
      ["no 30", "no 70"],
    );
    assert.equal(canvas.node("each").failure?.at?.line, 7);
    assert.deepEqual(marks(), numbers(100));
    workspace.write({ go: "" });
    await canvas.run();
    assert.deepEqual(canvas.output("each"), numbers(100).map(Number));
    assert.deepEqual(marks(), [...numbers(100), "30", "70"]);
  });

  for (const [what, wait] of [
    ["waits", "await new Promise(() => {});"],
    ["blocks its process", "for (;;) {}"],
  ] as const) {
    it(`are stopped in the middle of a chunk, where one ${what}; the next run does the rest`, async () => {
      const body = `mark(i); if (i === 60 && !existsSync(folder + "/go")) { ${wait} } return i;`;
      workspace = new Workspace({ "workflow.ts": scatter(100, body) });
      const canvas = await workspace.canvas();
      await canvas.send({ type: "run-all", forced: false });
      await canvas.until("item 60 runs", ({ nodes }) => nodes["each"]?.items?.[60]?.status === "running");
      await canvas.send({ type: "stop" });
      await canvas.quiet();
      assert.equal(canvas.node("each").status, "stopped");
      assert.deepEqual(marks(), numbers(61));
      workspace.write({ go: "" });
      await canvas.run();
      assert.deepEqual(marks(), [...numbers(61), ...numbers(100).slice(60)]);
      assert.deepEqual(canvas.output("each"), numbers(100).map(Number));
    });
  }

  it("keep what is done where one ends their process; only that one fails, and none runs twice", async () => {
    const body = `mark(i); if (i === 50) (await import("node:child_process")).execSync("kill -9 " + process.pid); return i;`;
    workspace = new Workspace({ "workflow.ts": scatter(100, body) });
    const canvas = await workspace.canvas();
    await canvas.run();
    const failed = (canvas.node("each").items ?? []).flatMap((item, i) =>
      item.status === "failed" ? [[i, /killed/.test(item.failure?.message ?? "")]] : [],
    );
    assert.deepEqual(failed, [[50, true]]);
    assert.deepEqual(marks(), numbers(100));
  });

  it("keep their own time limits", async () => {
    const body = `mark(i); if (i === 30) for (;;) {} return i;`;
    workspace = new Workspace({ "workflow.ts": scatter(60, body, "timeout: 0.5") });
    const canvas = await workspace.canvas();
    await canvas.run();
    const failed = (canvas.node("each").items ?? []).flatMap((item, i) =>
      item.status === "failed" ? [[i, /time limit of 0.5 s/.test(item.failure?.message ?? "")]] : [],
    );
    assert.deepEqual(failed, [[30, true]]);
    assert.deepEqual(marks(), numbers(60));
  });

  it("take turns with the items of another function", async () => {
    const source = scatter(300, "return i;").replace(
      "export default",
      `const other = new FnNode(({ i }) => -i, { name: "other", inputs: { i: list.output.each } });\nexport default`,
    );
    workspace = new Workspace({ "workflow.ts": source.replace("[each]", "[each, other]") });
    const canvas = await workspace.canvas();
    await canvas.run();
    assert.deepEqual(canvas.output("each"), numbers(300).map(Number));
    assert.equal((canvas.output("other") as number[])[299], -299);
  });

  it("end as if they ran one by one, whatever each of them does", async () => {
    const acts = ["return", "throw", "wait", "text", "print"] as const;
    workspace = new Workspace({
      "acts.json": "[]",
      "workflow.ts": `
import { readFileSync } from "node:fs";
import { FnNode, Graph, gr } from "daggr";
const acts = () => JSON.parse(readFileSync(new URL("./acts.json", import.meta.url), "utf8"));
const list = new FnNode(({ round }) => acts().map((act, i) => ({ act, i, round })), { name: "list", inputs: { round: gr.Number({ value: 0 }) } });
let ran = 0;
const each = new FnNode(async ({ item: { act, i } }) => {
  const nth = i === 0 ? (ran = 0) : ++ran;
  if (act === "throw") throw new Error("item " + i);
  if (act === "wait") await new Promise(setImmediate);
  if (act === "print") console.log(i);
  return act === "text" ? "x".repeat(i * 100) : nth;
}, { name: "each", inputs: { item: list.output.each } });
export default new Graph({ name: "Random", nodes: [each] });
`,
    });
    const canvas = await workspace.canvas();
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...acts), { minLength: 1, maxLength: 120 }),
        async (given) => {
          workspace!.write({ "acts.json": JSON.stringify(given) });
          await canvas.send({ type: "set-input", input: "list.round", value: ++round });
          await canvas.run();
          const items = (canvas.node("each").items ?? []).map(
            ({ failure, outputs }) => failure?.message ?? outputs?.["output"],
          );
          assert.deepEqual(
            items,
            given.map((act, i) => (act === "throw" ? `item ${i}` : act === "text" ? "x".repeat(i * 100) : i)),
          );
        },
      ),
      { numRuns: 25 },
    );
  });
});
