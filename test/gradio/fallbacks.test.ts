import assert from "node:assert/strict";
import type { GradioNodeDescription } from "../../src/runtime/graph/description.ts";
import { startProxy, type Fault, type Proxy } from "../hub/proxy.ts";
import { sharedApp } from "../support/gradio.ts";
import { testEngine } from "../unit/session/support/engine.ts";
import { FakeProcesses } from "../unit/session/support/fake-processes.ts";
import { fixed, fn, graph, port, space } from "../unit/support/graphs.ts";
import { startCalling, type Caller } from "./calling.ts";

describe("a fallback for a Space", function () {
  this.timeout(60_000);
  let caller: Caller;
  let proxy: Proxy;
  let url: string;
  let fault: Fault | undefined;

  before(async () => {
    caller = await startCalling();
    ({ url } = await sharedApp("core", { version: 6 }));
    proxy = await startProxy(url, ({ path }) => (path.includes("/queue/join") ? fault : undefined));
  });
  after(async () => {
    await caller.dispose();
    await proxy.stop();
  });

  const work = (name: string, options: Partial<GradioNodeDescription>) =>
    space(name, { name: fixed("paid"), seconds: fixed(0) }, { apiName: "/work", validate: true, ...options });
  const joins = () => proxy.requests.filter(({ path }) => path.includes("/queue/join")).length;

  it("is taken where the Space refuses the call, shown with its reason, and left as soon as the Space answers", async () => {
    const other = work("other", { space: url, inputs: [{ name: "seconds", ...fixed(0) }] });
    const nodes = graph(
      work("painter", {
        space: proxy.url,
        fallback: { kind: "node", node: other, inputs: { name: "name" } },
      }),
      fn("user", { x: port("painter.output") }),
    );
    const open = await testEngine(
      new FakeProcesses({ graphs: [nodes], bodies: { user: ({ x }) => x ?? null } }),
      { services: caller.services },
    );
    try {
      const canvas = await open.canvas();
      await canvas.load();
      fault = { kind: "answer", status: 503 };
      await canvas.run();
      assert.equal(joins(), 1);
      const { status, freshness, outputs } = canvas.node("painter");
      assert.equal(status, "done");
      assert.ok(freshness.kind === "stale");
      assert.match(freshness.reasons.join(), /^from the fallback: '\/work' of .* failed/);
      assert.ok(outputs);
      assert.deepEqual(canvas.node("user").outputs, outputs);
      fault = undefined;
      await canvas.run();
      assert.equal(canvas.node("painter").freshness.kind, "fresh");
      assert.equal(canvas.node("user").freshness.kind, "fresh");
    } finally {
      await open.stop();
    }
  });
});
