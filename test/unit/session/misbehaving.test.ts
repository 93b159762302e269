import assert from "node:assert/strict";
import { Workspace } from "./support/workspace.ts";

/** A workflow with one node that misbehaves, one that needs it, and one that does not. */
function workflow(body: string): string {
  return `
import { FnNode, Graph, gr } from "daggr";
import * as fs from "node:fs";
import { execSync } from "node:child_process";

const bad = new FnNode(({ how }) => {
  if (how === "well") return "fine";
  ${body}
}, { inputs: { how: gr.Textbox({ value: "badly" }) } });
const after = new FnNode(({ x }) => x, { inputs: { x: bad.output } });
const apart = new FnNode(({ x }) => x + 1, { inputs: { x: 1 }, concurrent: true });
export default new Graph({ name: "Misbehaving", nodes: [after, apart] });
void [fs, execSync];
`;
}

describe("functions that misbehave", function () {
  this.timeout(90_000);
  let workspace: Workspace | undefined;
  afterEach(async () => {
    await workspace?.remove();
    workspace = undefined;
  });

  for (const [what, body, message] of [
    ["throws", `throw new Error("not today");`, /not today/],
    ["calls process.exit", `process.exit(3);`, /process|exit/i],
    ["kills its own process", `process.kill(process.pid, "SIGKILL");`, /process|SIGKILL/i],
  ] as const) {
    it(`${what}: a clear error, the rest goes on, and the next run works`, async () => {
      workspace = new Workspace({ "workflow.ts": workflow(body) });
      const canvas = await workspace.canvas();
      await canvas.run();
      const { status, failure } = canvas.node("bad");
      assert.equal(status, "failed");
      assert.match(failure!.message, message);
      assert.equal(canvas.node("after").failure?.message, "'after' did not run because 'bad' failed.");
      assert.equal(canvas.output("apart"), 2);
      await canvas.send({ type: "set-input", input: "bad.how", value: "well" });
      await canvas.run();
      assert.equal(canvas.output("after"), "fine");
      assert.equal(canvas.node("bad").failure, undefined);
    });
  }

  for (const [what, body] of [
    ["loops for ever", `for (;;) {}`],
    ["blocks in a system call", `execSync("sleep 600");`],
    ["never resolves", `return new Promise(() => {});`],
  ] as const) {
    it(`${what}: Stop ends it, the rest goes on, and the next run works`, async () => {
      workspace = new Workspace({ "workflow.ts": workflow(body) });
      const canvas = await workspace.canvas();
      await canvas.send({ type: "run-all", forced: false });
      await canvas.until(
        "it runs",
        ({ nodes }) => nodes["bad"]?.status === "running" && nodes["apart"]?.status === "done",
      );
      await canvas.send({ type: "stop", node: "bad" });
      await canvas.quiet();
      assert.equal(canvas.node("bad").status, "stopped");
      assert.equal(canvas.node("after").status, "stopped");
      assert.equal(canvas.output("apart"), 2);
      await canvas.send({ type: "set-input", input: "bad.how", value: "well" });
      await canvas.run();
      assert.equal(canvas.output("after"), "fine");
    });
  }
});
