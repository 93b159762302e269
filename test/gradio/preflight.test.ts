import assert from "node:assert/strict";
import type { GraphDescription } from "../../src/runtime/graph/description.ts";
import { startProxy, type Proxy } from "../hub/proxy.ts";
import { sharedApp } from "../support/gradio.ts";
import { testEngine } from "../unit/session/support/engine.ts";
import { FakeProcesses } from "../unit/session/support/fake-processes.ts";
import { fixed, graph, port, space } from "../unit/support/graphs.ts";
import { startCalling, type Caller } from "./calling.ts";

for (const version of [6, 5, 4] as const) {
  describe(`a run whose later step an app under Gradio ${version} would refuse`, function () {
    this.timeout(60_000);
    let caller: Caller;
    let proxy: Proxy;

    before(async () => {
      caller = await startCalling();
      proxy = await startProxy((await sharedApp("core", { version })).url, () => undefined);
    });
    after(async () => {
      await caller.dispose();
      await proxy.stop();
    });

    /** Runs all, and gives the failure of the second step with the jobs that were started. */
    const run = async (nodes: GraphDescription) => {
      const before = proxy.requests.length;
      const open = await testEngine(new FakeProcesses({ graphs: [nodes] }), { services: caller.services });
      try {
        const canvas = await open.canvas();
        await canvas.load();
        await canvas.run();
        const jobs = proxy.requests.slice(before).filter(({ path }) => path.includes("/queue/join")).length;
        return { message: canvas.node("second").failure?.message, jobs };
      } finally {
        await open.stop();
      }
    };
    const first = () =>
      space(
        "first",
        { name: fixed("paid"), seconds: fixed(0) },
        { space: proxy.url, apiName: "/work", validate: true },
      );
    const second = (apiName: string, inputs: Parameters<typeof space>[1]) =>
      space("second", inputs, { space: proxy.url, apiName, validate: true });
    const made = port("first.output");

    const refused = {
      "an endpoint that is not there": [
        () => second("/wrok", { name: made }),
        /'\/wrok' not found.*'\/work'/,
      ],
      "an unknown parameter": [
        () => second("/work", { name: made, second: fixed(1) }),
        /Parameter 'second' does not/,
      ],
    } as const;
    for (const [title, [node, message]] of Object.entries(refused))
      it(`calls nothing: ${title}`, async () => {
        const outcome = await run(graph(first(), node()));
        assert.match(outcome.message ?? "", message);
        assert.equal(outcome.jobs, 0);
      });

    it("calls nothing: an app that is no Gradio app", async () => {
      const foreign = await startProxy(proxy.url, () => ({ kind: "answer", status: 404 }));
      try {
        const node = space(
          "second",
          { name: made },
          { space: foreign.url, apiName: "/work", validate: true },
        );
        assert.equal((await run(graph(first(), node))).jobs, 0);
      } finally {
        await foreign.stop();
      }
    });

    it("begins where all is right", async () => {
      assert.equal((await run(graph(first(), second("/work", { name: made })))).jobs, 2);
    });

    it("begins where the node says `validate: false`", async () => {
      const node = space("second", {}, { space: proxy.url, apiName: "/wrok", validate: false });
      assert.equal((await run(graph(first(), node))).jobs, 1);
    });

    it("judges no app that cannot be reached, or does not answer in time", async () => {
      const silent = await startProxy(proxy.url, () => ({ kind: "hang" }));
      try {
        for (const address of ["http://127.0.0.1:9", silent.url]) {
          const node = space("second", {}, { space: address, apiName: "/work", validate: true });
          const failure = await caller.services.certainFailure(node, AbortSignal.timeout(500));
          assert.equal(failure, undefined);
        }
      } finally {
        await silent.stop();
      }
    });
  });
}
