import assert from "node:assert/strict";
import { sharedApp } from "../support/gradio.ts";
import { fn, graph, port, space } from "../unit/support/graphs.ts";
import { testEngine } from "../unit/session/support/engine.ts";
import { FakeProcesses } from "../unit/session/support/fake-processes.ts";
import { startCalling, type Caller } from "./calling.ts";

const seed = "6687881544318117707";

for (const version of [6, 5, 4] as const) {
  describe(`numbers under Gradio ${version}`, function () {
    this.timeout(60_000);
    let caller: Caller;
    let url: string;

    before(async () => {
      caller = await startCalling();
      url = (await sharedApp("integers", { version })).url;
    });
    after(() => caller.dispose());

    const logs = async (apiName: string) => {
      const call = caller.start(url, apiName, {});
      await call.returned;
      return call.events.flatMap((event) => (event.type === "log" ? [event.text] : []));
    };

    it("beyond 2^53 are said to be inexact, with their digits, wherever they stand", async () => {
      for (const apiName of ["/seed", "/negative", "/nested", "/ids", "/steps"])
        assert.match((await logs(apiName)).join("\n"), /beyond 2\^53.*6687881544318117707 as/, apiName);
      assert.deepEqual(await logs("/use"), []);
    });

    it("beyond 2^53 go from a Space to a Space with all digits, also in data and of each item", async () => {
      const at = { space: url };
      const nodes = graph(
        space("seed", {}, { ...at, apiName: "/seed" }),
        space("use", { seed: port("seed.output") }, { ...at, apiName: "/use" }),
        space("nested", {}, { ...at, apiName: "/nested" }),
        space("use nested", { data: port("nested.output") }, { ...at, apiName: "/use_data" }),
        space("ids", {}, { ...at, apiName: "/ids" }),
        space("use each", { seed: port("ids.output.each") }, { ...at, apiName: "/use" }),
        space("default", {}, { ...at, apiName: "/use" }),
        fn("code", { x: port("seed.output") }),
      );
      const open = await testEngine(new FakeProcesses({ graphs: [nodes] }), { services: caller.services });
      try {
        const canvas = await open.canvas();
        await canvas.load();
        await canvas.run();
        const textOf = (name: string) => canvas.output(name) as string;
        assert.equal(textOf("use"), seed);
        assert.equal(textOf("default"), seed);
        assert.match(textOf("use nested"), /9223372036854775808, \{'id': 6687881544318117707\}/);
        assert.deepEqual(canvas.output("use each"), [seed, "6687881544318127707", "7"]);
        assert.equal(textOf("code"), String(Number(seed)));
      } finally {
        await open.stop();
      }
    });

    it("that are none are nothing, as with Python's client", async () => {
      for (const kind of ["nan", "inf", "-inf"])
        assert.deepEqual(await caller.call(url, "/special", { kind }), [null], kind);
      assert.deepEqual(await caller.call(url, "/special", { kind: "5e-324" }), [5e-324]);
      assert.deepEqual(await caller.call(url, "/special", { kind: "-0.0" }), [-0]);
    });
  });
}
