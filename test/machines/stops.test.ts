import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { eventually } from "../support/eventually.ts";
import { isAlive } from "../support/processes.ts";
import { Machines, queueServers } from "./support/machines.ts";

/** How often each is stopped. */
const times = 25;
/** Milliseconds from Stop to the end of the function's process, at most. */
const limit = 2_000;

for (const server of queueServers) {
  describe(`Stop of functions on other machines, by ${server}`, () => {
    let machines: Machines;
    before(async () => {
      machines = await Machines.start(server);
      await machines.worker("only", { groups: ["queue=1"] });
    });
    after(() => machines.stop());

    it("ends their processes, and those that wait never start", async () => {
      const log = join(machines.folder, "pid");
      const file = await machines.write(
        "endless",
        `import { appendFileSync } from "node:fs";
import { FnNode, Graph, gr } from "daggr";
const list = new FnNode(() => [1, 2, 3, 4], { outputs: { numbers: gr.JSON() } });
const endless = new FnNode(({ at }: { at: number }) => {
  appendFileSync(${JSON.stringify(log)}, process.pid + "\\n");
  for (;;) Math.sqrt(at);
}, { inputs: { at: list.numbers.each }, outputs: { text: gr.Textbox() }, where: "queue" });
export default new Graph({ name: "Endless", nodes: [endless] });
`,
      );
      const workflow = await machines.open(file);
      const slowest: number[] = [];
      for (let time = 0; time < times; time++) {
        await rm(log, { force: true });
        const stop = new AbortController();
        const run = workflow.run({ signal: stop.signal });
        const pid = await eventually("it runs", async () => {
          const text = await readFile(log, "utf8");
          assert.match(text, /\n/);
          return Number.parseInt(text, 10);
        });
        const stoppedAt = performance.now();
        stop.abort();
        await run;
        await eventually("its process ends", () => assert.ok(!isAlive(pid)), 10_000);
        slowest.push(performance.now() - stoppedAt);
        // The others were in the queue.
        assert.equal((await readFile(log, "utf8")).trim().split("\n").length, 1);
      }
      console.log(`      slowest of ${times}: ${Math.round(Math.max(...slowest))} ms`);
      assert.ok(Math.max(...slowest) < limit, slowest.map(Math.round).join(" "));
      await workflow.close();
    }).timeout(240_000);
  });
}
