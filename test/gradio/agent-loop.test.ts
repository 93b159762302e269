import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { startProxy, type Proxy } from "../hub/proxy.ts";
import { eventually } from "../support/eventually.ts";
import { sharedApp } from "../support/gradio.ts";
import { startHub, type LocalHub } from "../support/hub.ts";
import { Workspace } from "../unit/session/support/workspace.ts";
import { startCalling, type Caller } from "./calling.ts";

describe("the example of an agent in a loop", function () {
  this.timeout(180_000);
  let caller: Caller;
  let hub: LocalHub;
  let proxy: Proxy;
  let workspace: Workspace;

  before(async () => {
    const { url } = await sharedApp("example_spaces");
    proxy = await startProxy(url);
    const spaces = ["hf-applications/Z-Image-Turbo", "vikhyatk/moondream2"];
    hub = await startHub(Object.fromEntries(spaces.map((id) => [id, { url: `${proxy.url}/${id}/` }])));
    caller = await startCalling({ env: { HF_ENDPOINT: hub.url } });
    workspace = new Workspace({ "workflow.ts": await readFile(inRoot("examples", "agent-loop.ts"), "utf8") });
  });
  after(async () => {
    await workspace.remove();
    await caller.dispose();
    await hub.stop();
    await proxy.stop();
  });

  it("is stopped in its middle, and after a restart makes exactly the missing calls", async () => {
    const joins = () => proxy.requests.filter(({ path }) => path.includes("/queue/join")).length;
    // Files of the app go to the engine's own media folder.
    const own = { services: caller.services, data: caller.folder };
    let canvas = await workspace.canvas(own);
    await canvas.send({ type: "run-all", forced: false });
    await eventually("the third call is asked of its app", () => assert.ok(joins() >= 3));
    await canvas.send({ type: "stop" });
    await canvas.quiet();
    const { calls, status } = canvas.node("agent");
    const before = calls?.done ?? 0;
    assert.equal(status, "stopped");
    assert.ok(before >= 2 && before < 10, `${before} calls were done`);

    await workspace.close();
    canvas = await workspace.canvas(own);
    const asked = joins();
    await canvas.run();
    assert.equal(canvas.node("agent").failure?.message, undefined);
    assert.ok(canvas.output("agent", "picture"));
    // The judge never says yes: five times both.
    const { total, done, reused } = canvas.node("agent").calls!;
    assert.deepEqual([total, done, reused], [10, 10, before]);
    assert.equal(joins() - asked, 10 - before);
    await canvas.run();
    assert.equal(joins() - asked, 10 - before);
  });
});
