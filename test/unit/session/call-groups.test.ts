import assert from "node:assert/strict";
import { Workspace } from "./support/workspace.ts";

const code = `
import { FnNode, Graph, gr } from "daggr";
const work = async (x: number) => {
  await new Promise((resolve) => setTimeout(resolve, 1));
  return x;
};
const outputs = { x: gr.Number() };
const gpu = { outputs, concurrencyGroup: "gpu", concurrent: true };
const paint = new FnNode(({ x }: { x: number }) => work(x), gpu);
const train = new FnNode(({ x }: { x: number }) => work(x), gpu);
const plain = new FnNode(({ x }: { x: number }) => x, { outputs });
const inner = new FnNode(async ({ x }: { x: number }, context) => {
  const all = await Promise.all([paint, train, plain].map((node) => context.call(node, { x })));
  return all.reduce((sum, one) => sum + one.x, 0);
}, { outputs, maxConcurrent: 1, calls: { paint, train, plain } });
const list = new FnNode(() => [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], { outputs: { xs: gr.JSON() } });
// In the group of what others call, and before and after them.
const first = new FnNode(({ xs }: { xs: number[] }) => xs, { inputs: { xs: list.xs }, outputs: { xs: gr.JSON() }, concurrencyGroup: "gpu" });
const outer = new FnNode(async ({ x }: { x: number }, context) => {
  const [one, two] = await Promise.all([context.call(inner, { x }), context.call(paint, { x: x + 100 })]);
  return one.x + two.x;
}, { inputs: { x: first.xs.each }, outputs, maxConcurrent: 2, calls: { inner, paint } });
const last = new FnNode(({ xs }: { xs: number[] }) => xs.reduce((sum, x) => sum + x), {
  inputs: { xs: outer.x.all() },
  outputs: { sum: gr.Number() },
  concurrencyGroup: "gpu",
});
export default new Graph({ name: "Groups", nodes: [last] });
`;

describe("functions that call nodes of shared groups", () => {
  let workspace: Workspace;

  afterEach(() => workspace.remove());

  it("never wait for themselves", async () => {
    workspace = new Workspace({ "workflow.ts": code });
    const canvas = await workspace.canvas();
    await canvas.run();
    assert.equal(canvas.node("last").failure?.message, undefined);
    // Three times x, and once x + 100, for each x from 1 to 10.
    assert.equal(canvas.output("last", "sum"), 4 * 55 + 1000);
    assert.equal(canvas.node("outer").items?.length, 10);
    assert.deepEqual([canvas.node("outer").calls?.total, canvas.node("outer").calls?.done], [20, 20]);
    assert.ok(canvas.node("outer").calls?.latest.every(({ item }) => item !== undefined));
  });
});
