import assert from "node:assert/strict";
import { startProxy } from "../hub/proxy.ts";
import { sharedApp } from "../support/gradio.ts";
import { fixed, fn, graph, port, space } from "../unit/support/graphs.ts";
import { testEngine } from "../unit/session/support/engine.ts";
import { FakeProcesses } from "../unit/session/support/fake-processes.ts";
import { startCalling } from "./calling.ts";

describe("a workflow with Spaces that misbehave", function () {
  this.timeout(150_000);

  it("ends with clear errors, the rest goes on, and the next run works", async () => {
    const { url } = await sharedApp("core");
    let broken = true;
    const dropping = await startProxy(url, ({ path }) =>
      broken && path.includes("/queue/data") ? { kind: "drop", after: /process_starts/ } : undefined,
    );
    const silent = await startProxy(url, ({ path }) =>
      broken && path.includes("/queue/join") ? { kind: "hang" } : undefined,
    );
    const caller = await startCalling({ limits: { silence: 2000, answer: 2000 } });
    const work = (name: string, address: string) =>
      space(name, { name: fixed(name), seconds: fixed(0) }, { space: address, apiName: "/work" });
    const nodes = graph(
      work("drops", dropping.url),
      work("never answers", silent.url),
      work("works", url),
      fn("after drops", { x: port("drops.output") }),
      fn("after works", { x: port("works.output") }),
    );
    const open = await testEngine(new FakeProcesses({ graphs: [nodes] }), { services: caller.services });
    try {
      const canvas = await open.canvas();
      await canvas.load();
      // They are tried again several times before.
      await canvas.run();
      const message = (name: string) => canvas.node(name).failure?.message ?? "";
      assert.match(message("drops"), /^The connection to .* was lost while '\/work' ran/);
      assert.match(message("never answers"), /fell silent/);
      assert.equal(message("after drops"), "'after drops' did not run because 'drops' failed.");
      assert.equal(canvas.output("after works"), "works");

      broken = false;
      await canvas.run();
      assert.equal(canvas.output("after drops"), "drops");
      assert.equal(canvas.output("never answers"), "never answers");
    } finally {
      await open.stop();
      await caller.dispose();
      await Promise.all([dropping.stop(), silent.stop()]);
    }
  });
});
