import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { eventually } from "../../support/eventually.ts";
import type { TestCanvas } from "./support/canvas.ts";
import { Workspace } from "./support/workspace.ts";

/** Each line that a function appends to `made.txt` is one call that was made. */
const helpers = `
import { appendFileSync, existsSync, readFileSync } from "node:fs";
const folder = import.meta.dirname;
export const made = (line: string) => appendFileSync(folder + "/made.txt", line + "\\n");
export const there = (name: string) => existsSync(folder + "/" + name);
`;

const loop = (square = "x * x") => `
import { FnNode, Graph, gr } from "daggr";
import { made, there } from "./helpers.ts";
const square = new FnNode(async ({ x }: { x: number }) => {
  made("square " + x);
  while (x === 4 && there("wait")) await new Promise((resolve) => setTimeout(resolve, 5));
  if (x === 4 && there("fail")) throw new Error("no squares of 4");
  return ${square};
}, { outputs: { value: gr.Number() } });
const sum = new FnNode(async (inputs, context) => {
  made("sum");
  let total = 0;
  for (let x = 1; x <= 6; x++) {
    context.progress(x / 6);
    total += (await context.call(square, { x })).value;
  }
  return total;
}, { outputs: { total: gr.Number() }, inputs: {}, calls: { square } });
export default new Graph({ name: "Sums", nodes: [sum] });
`;

const counts = (text: string) => {
  const counted: Record<string, number> = {};
  for (const line of text.split("\n").filter(Boolean)) counted[line] = (counted[line] ?? 0) + 1;
  return counted;
};

describe("functions that call nodes", () => {
  let workspace: Workspace;

  function inWorkspace(code: string): Workspace {
    workspace = new Workspace({ "workflow.ts": code, "helpers.ts": helpers, "made.txt": "" });
    return workspace;
  }
  const made = () => counts(readFileSync(join(workspace.folder, "made.txt"), "utf8"));
  const failure = (canvas: TestCanvas, node: string) => canvas.node(node).failure?.message;

  afterEach(() => workspace.remove());

  it("make the missing calls only after a failure, a stop and a restart, and none when all is there", async () => {
    inWorkspace(loop()).write({ fail: "" });
    let canvas = await workspace.canvas();
    await canvas.run();
    assert.equal(failure(canvas, "sum"), "'square' failed: no squares of 4");
    assert.deepEqual(made(), { sum: 1, "square 1": 1, "square 2": 1, "square 3": 1, "square 4": 1 });
    assert.equal(canvas.freshness("square"), "fresh");

    // Stopped in the middle of the loop: the called function is stopped with it.
    workspace.write({ wait: "" });
    rmSync(join(workspace.folder, "fail"));
    await canvas.send({ type: "run-all", forced: false });
    await eventually("4 is squared again", () => assert.equal(made()["square 4"], 2));
    await canvas.send({ type: "stop" });
    await canvas.quiet();
    assert.equal(canvas.node("sum").status, "stopped");
    assert.equal(canvas.node("square").status, "stopped");

    await workspace.close();
    rmSync(join(workspace.folder, "wait"));
    canvas = await workspace.canvas();
    await canvas.run();
    assert.equal(canvas.output("sum", "total"), 91);
    assert.deepEqual(made(), {
      sum: 3,
      "square 1": 1,
      "square 2": 1,
      "square 3": 1,
      "square 4": 3,
      "square 5": 1,
      "square 6": 1,
    });
    assert.equal(canvas.freshness("sum"), "fresh");
    await canvas.run();
    assert.equal(made()["sum"], 3);

    // Asked for anew, it makes its calls anew.
    await canvas.run({ type: "run", node: "sum", mode: "step" });
    assert.deepEqual(made()["square 1"], 2);
  });

  it("find every call again, of more than a node keeps of other results", async () => {
    inWorkspace(`
import { FnNode, Graph, gr } from "daggr";
import { made, there } from "./helpers.ts";
const double = new FnNode(async ({ x }: { x: number }) => {
  made("call " + x);
  while (x === 400 && there("wait")) await new Promise((resolve) => setTimeout(resolve, 5));
  return 2 * x;
}, { outputs: { value: gr.Number() } });
const sum = new FnNode(async (inputs, context) => {
  let total = 0;
  for (let x = 1; x <= 500; x++) total += (await context.call(double, { x })).value;
  return total;
}, { outputs: { total: gr.Number() }, inputs: {}, calls: { double } });
export default new Graph({ name: "Many", nodes: [sum] });
`).write({ wait: "" });
    let canvas = await workspace.canvas();
    await canvas.send({ type: "run-all", forced: false });
    await eventually("the call number 400 begins", () => assert.equal(made()["call 400"], 1));
    // Of many calls a card lists the latest.
    await canvas.until("the calls are shown", ({ nodes }) => nodes["sum"]?.calls?.total === 400);
    const { latest, done } = canvas.node("sum").calls!;
    assert.deepEqual([done, latest.length, latest[0]?.number, latest[0]?.status], [399, 50, 400, "running"]);
    await workspace.close();
    rmSync(join(workspace.folder, "wait"));
    canvas = await workspace.canvas();
    await canvas.run();
    assert.equal(canvas.output("sum", "total"), 250_500);
    const all = made();
    assert.deepEqual(
      Object.keys(all).filter((call) => all[call] !== 1),
      ["call 400"],
    );
    assert.equal(canvas.node("sum").calls?.reused, 399);
  });

  it("show their calls: how each stands, what it gave and why it was made", async () => {
    inWorkspace(loop()).write({ fail: "" });
    let canvas = await workspace.canvas();
    await canvas.run();
    const lanes = () =>
      canvas.node("sum").calls?.latest.map((call) => {
        const gave = call.status === "done" ? call.brief : call.status === "failed" ? call.message : "";
        return `${call.number} ${call.node} ${call.status}, ${call.why}: ${typeof gave === "string" ? gave : ""}`;
      });
    assert.deepEqual(lanes(), [
      "4 square failed, no result yet: no squares of 4",
      "3 square done, no result yet: 9",
      "2 square done, no result yet: 4",
      "1 square done, no result yet: 1",
    ]);
    rmSync(join(workspace.folder, "fail"));
    await canvas.run();
    const shown = [
      "6 square done, no result for these inputs yet: 36",
      "5 square done, no result for these inputs yet: 25",
      "4 square done, no result for these inputs yet: 16",
      "3 square done, the same call was made before: 9",
      "2 square done, the same call was made before: 4",
      "1 square done, the same call was made before: 1",
    ];
    assert.deepEqual(lanes(), shown);
    await workspace.close();
    canvas = await workspace.canvas();
    assert.deepEqual(lanes(), shown);
    await workspace.save({ "workflow.ts": loop("x * x * x") });
    await canvas.run();
    assert.equal(lanes()?.[0], "6 square done, code changed: 216");
  });

  it("are stale when what they call has changed", async () => {
    inWorkspace(loop());
    const canvas = await workspace.canvas();
    await canvas.run();
    assert.equal(canvas.output("sum", "total"), 91);
    await workspace.save({ "workflow.ts": loop("x * x * x") });
    await canvas.quiet();
    assert.match(canvas.freshness("sum"), /square changed/);
    assert.equal(canvas.freshness("square"), "code changed");
    await canvas.run();
    assert.equal(canvas.output("sum", "total"), 441);
  });

  it("are stale when a Space that they called was updated", async () => {
    inWorkspace(`
import { FnNode, GradioNode, Graph, gr } from "daggr";
const painter = new GradioNode("owner/painter", {
  apiName: "/paint", validate: false, inputs: { prompt: gr.Textbox() }, outputs: { image: gr.Textbox() },
});
const draw = new FnNode(async (inputs, context) => (await context.call(painter, { prompt: "a cat" })).image, {
  inputs: {}, outputs: { image: gr.Textbox() }, calls: { painter },
});
export default new Graph({ name: "Draw", nodes: [draw] });
`);
    let commit = "one";
    const canvas = await workspace.canvas({
      services: {
        commitOf: () => Promise.resolve(commit),
        callSpace: () => Promise.resolve({ returned: [`a cat by ${commit}`] }),
      },
    });
    await canvas.run();
    assert.equal(canvas.output("draw", "image"), "a cat by one");
    assert.equal(canvas.freshness("draw"), "fresh");
    commit = "two";
    await canvas.load();
    await canvas.until("it is told", ({ notices }) => notices.length === 1);
    await canvas.send({ type: "notice", id: canvas.state.notices[0]!.id, action: "accept-commit" });
    await canvas.quiet();
    assert.match(canvas.freshness("draw"), /painter changed/);
    await canvas.run();
    assert.equal(canvas.output("draw", "image"), "a cat by two");
  });

  it("get files as paths, and find what was made of them again by content", async () => {
    inWorkspace(`
import { writeFileSync, readFileSync } from "node:fs";
import { FnNode, Graph, gr } from "daggr";
import { made, there } from "./helpers.ts";
const shout = new FnNode(({ file }: { file: string }, context) => {
  made("shout");
  const path = context.files + "/loud.txt";
  writeFileSync(path, readFileSync(file, "utf8").toUpperCase());
  return path;
}, { outputs: { loud: gr.File() } });
const caller = new FnNode(async (inputs, context) => {
  const path = context.files + "/quiet.txt";
  writeFileSync(path, "hello");
  const { loud } = await context.call(shout, { file: path });
  const { loud: louder } = await context.call(shout, { file: loud as string });
  if (there("fail")) throw new Error("later");
  return readFileSync(louder as string, "utf8");
}, { inputs: {}, outputs: { text: gr.Textbox() }, calls: [shout] });
export default new Graph({ name: "Files", nodes: [caller] });
`).write({ fail: "" });
    const canvas = await workspace.canvas();
    await canvas.run();
    assert.equal(failure(canvas, "caller"), "later");
    rmSync(join(workspace.folder, "fail"));
    await canvas.run();
    assert.equal(canvas.output("caller", "text"), "HELLO");
    assert.deepEqual(made(), { shout: 2 });
  });

  it("may call functions that call others, several at once and the same one twice", async () => {
    inWorkspace(`
import { FnNode, Graph, gr } from "daggr";
import { made } from "./helpers.ts";
let drawn = 0;
const draw = new FnNode(({ from }: { from: number }) => from + ++drawn, { outputs: { n: gr.Number() } });
const pair = new FnNode(async ({ from }: { from: number }, context) => {
  const [one, two] = await Promise.all([context.call(draw, { from }), context.call(draw, { from })]);
  made("pair " + from);
  return [one.n, two.n];
}, { outputs: { both: gr.JSON() }, calls: { draw } });
const all = new FnNode(async (inputs, context) => {
  const pairs = await Promise.all([0, 100, 200, 300, 400, 500].map((from) => context.call(pair, { from })));
  return pairs.flatMap(({ both }) => both as number[]).length;
}, { inputs: {}, outputs: { count: gr.Number() }, calls: { pair } });
export default new Graph({ name: "Deep", nodes: [all] });
`);
    const canvas = await workspace.canvas();
    await canvas.run();
    assert.equal(failure(canvas, "all"), undefined);
    assert.equal(canvas.output("all", "count"), 12);
    assert.equal(Object.keys(made()).length, 6);
  });

  it("say what is wrong with a call, and go on where they catch it", async () => {
    inWorkspace(`
import { FnNode, Graph, gr } from "daggr";
const listed = new FnNode(({ x }: { x: number }) => x, { outputs: { x: gr.Number() } });
const other = new FnNode(({ x }: { x: number }) => x, { outputs: { x: gr.Number() } });
const tries = new FnNode(async (inputs, context) => {
  const said: string[] = [];
  const attempt = (run: () => Promise<unknown>) => run().catch((error: Error) => said.push(error.message));
  await attempt(() => context.call(other, { x: 1 }));
  await attempt(() => context.call(tries as never));
  await attempt(() => context.call("listed" as never));
  await attempt(() => context.call(listed, [1] as never));
  await attempt(() => context.call(listed, { y: 1 }));
  await attempt(() => context.call(listed));
  said.push(String((await context.call(listed, { x: 5 })).x));
  return said;
}, { inputs: {}, outputs: { said: gr.JSON() }, calls: { listed } });
const tested = new FnNode(async () => (await tries.test()).said, { inputs: {}, outputs: { said: gr.JSON() } });
export default new Graph({ name: "Wrong", nodes: [tries, tested, other] });
`);
    const canvas = await workspace.canvas();
    await canvas.run();
    assert.deepEqual(canvas.output("tries", "said"), [
      "'tries' calls 'other', which is not among its calls: 'listed'.",
      "'tries' calls itself.",
      "context.call() takes a node first, and its inputs by name after it.",
      "context.call() takes the inputs of 'listed' in one object, by name.",
      "'listed' has no input 'y'. Its inputs: 'x'.",
      "'listed' failed: The input 'x' of 'listed' has neither a value nor a default.",
      "5",
    ]);
    assert.match(failure(canvas, "tested") ?? "", /'listed' cannot be called here/);
  });

  it("are not loaded where a node is both called and wired, or kept in a group while they wait", async () => {
    const refused = async (code: string) => {
      inWorkspace(`import { FnNode, Graph, gr, InputNode } from "daggr";\n${code}`);
      const canvas = await (await workspace.open()).canvas();
      assert.equal(await canvas.load(), false);
      const { loading } = canvas.state;
      const message = loading.kind === "failed" ? loading.failure.message : "";
      await workspace.remove();
      return message;
    };
    const called = `const called = new FnNode(({ x }: { x: string }) => x, { outputs: { y: gr.Textbox() } });`;
    const caller = `const caller = new FnNode((inputs, context) => context.call(called, {}), { inputs: {}, calls: { called } });`;
    assert.match(
      await refused(`${called} ${caller}
const after = new FnNode(({ y }: { y: string }) => y, { inputs: { y: called.y } });
export default new Graph({ name: "G", nodes: [caller, after] });`),
      /^FnNode 'after' is wired to FnNode 'called', which FnNode 'caller' calls/,
    );
    assert.match(
      await refused(`const before = new FnNode(() => "x", { outputs: { x: gr.Textbox() } });
const called = new FnNode(({ x }: { x: string }) => x, { inputs: { x: before.x } });
${caller}
export default new Graph({ name: "G", nodes: [caller] });`),
      /^FnNode 'called' is called by FnNode 'caller', so its inputs cannot be wired/,
    );
    assert.match(
      await refused(`${called}
const caller = new FnNode(() => 1, { inputs: {}, calls: { called }, concurrencyGroup: "gpu" });
export default new Graph({ name: "G", nodes: [caller] });`),
      /has both 'calls' and 'concurrencyGroup'/,
    );
    assert.match(
      await refused(`${called}
const caller = new FnNode(() => 1, { inputs: {}, calls: [called.y] as never });
export default new Graph({ name: "G", nodes: [caller] });`),
      /^Number 1 in the calls of FnNode 'caller' is port 'y'; give its node, FnNode 'called'/,
    );
    inWorkspace(loop());
  });
});
