import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { inRoot } from "../../scripts/lib/paths.mjs";
import type { RunReport } from "../../src/runtime/headless/run-report.ts";
import type { RunningProcess } from "../support/processes.ts";
import { Machines, queueServers } from "./support/machines.ts";

/** For the figures of a release: `DAGGR_KILLS=200 DAGGR_KILL_ITEMS=1000 DAGGR_KILL_MS=1000`. */
const kills = Number(process.env["DAGGR_KILLS"] ?? 12);
const items = Number(process.env["DAGGR_KILL_ITEMS"] ?? 150);
/** Milliseconds that an item takes. */
const duration = Number(process.env["DAGGR_KILL_MS"] ?? 40);
const workers = ["one", "two", "three"];
/** Runs that a person begins, each of which goes on where the last one ended. */
const mostRuns = 40 + kills;

for (const server of queueServers) {
  describe(`Kills at random moments, by ${server}`, () => {
    let machines: Machines;
    before(async () => (machines = await Machines.start(server)));
    after(() => machines.stop());

    it(`${items} items have ${items} results after ${kills} kills`, async () => {
      const file = await machines.write(
        "items",
        `import { FnNode, Graph, gr } from "daggr";
const list = new FnNode(() => Array.from({ length: ${items} }, (_, at) => at), { outputs: { numbers: gr.JSON() } });
const square = new FnNode(async ({ at }: { at: number }) => {
  await new Promise((resolve) => setTimeout(resolve, ${duration}));
  return at * at;
}, { inputs: { at: list.numbers.each }, outputs: { square: gr.Number() }, where: "queue" });
export default new Graph({ name: "Kills", nodes: [square] });
`,
      );
      const running = new Map<string, RunningProcess>();
      for (const name of workers) running.set(name, await machines.worker(name));
      let engine: AbortController | undefined;
      let over = false;
      const killed = { worker: 0, queue: 0, engine: 0 };

      const killer = async () => {
        for (let time = 0; time < kills && !over; time++) {
          await sleep(Math.random() * 600);
          const chance = Math.random();
          if (chance < 0.1) {
            killed.queue++;
            await machines.server.restart();
          } else if (chance < 0.2) {
            killed.engine++;
            engine?.abort();
          } else {
            killed.worker++;
            const name = workers[Math.floor(Math.random() * workers.length)]!;
            await running.get(name)!.stop("SIGKILL");
            running.set(name, await machines.worker(name));
          }
        }
      };
      const killing = killer();
      let report: RunReport | undefined;
      let runs = 0;
      let done = false;
      while (!done && runs < mostRuns) {
        runs++;
        engine = new AbortController();
        report = await run(file, engine.signal);
        done = report !== undefined && Object.keys(report.errors).length === 0;
      }
      over = true;
      await killing;
      console.log(`      ${JSON.stringify(killed)}, ${runs} runs`);
      assert.deepEqual(
        report?.results["square"]?.["square"],
        Array.from({ length: items }, (_, at) => at * at),
      );
      // The sheet has each once: nothing is left to run.
      const again = await run(file, new AbortController().signal);
      assert.deepEqual(again?.reused.sort(), ["list", "square"]);
    }).timeout(30 * 60_000);

    /** `daggr run` in a process of its own; undefined where it was killed. */
    function run(file: string, signal: AbortSignal): Promise<RunReport | undefined> {
      const { address, key, files } = machines.queue;
      return new Promise((resolve) => {
        const program = execFile(
          process.execPath,
          [
            inRoot("dist", "terminal", "main.mjs"),
            "run",
            file,
            "--json",
            "--data",
            join(machines.folder, "data"),
          ],
          {
            env: {
              ...process.env,
              DAGGR_QUEUE: address,
              DAGGR_QUEUE_KEY: key,
              DAGGR_FILES: files,
              DAGGR_CACHE: join(machines.folder, "cache of the engine"),
            },
            maxBuffer: 64 * 1024 * 1024,
          },
          (_error, printed) => {
            signal.removeEventListener("abort", kill);
            resolve(printed === "" ? undefined : (JSON.parse(printed) as RunReport));
          },
        );
        const kill = () => program.kill("SIGKILL");
        signal.addEventListener("abort", kill);
      });
    }
  });
}
