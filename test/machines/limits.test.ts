import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { OverviewReader } from "../../src/runtime/queue/overview.ts";
import { parseQueueAddress } from "../../src/runtime/queue/queue-address.ts";
import { QueueConnection } from "../../src/runtime/queue/queue-connection.ts";
import { eventually } from "../support/eventually.ts";
import { onEachServer } from "./support/each-server.ts";
import type { Machines } from "./support/machines.ts";

describe("Limits across machines", () => {
  const onEach = onEachServer(240_000);

  /**
   * Workflows of one group whose calls count, by files in a folder that all machines share, how many of them run at a time. Those whose
   * process ended count no more.
   */
  async function counted(machines: Machines, workers: string) {
    const folder = join(machines.folder, workers);
    await mkdir(folder);
    const log = join(machines.folder, `${workers}.log`);
    return {
      /**
       * A workflow of its own, so that no result serves another. Its calls end once `meet` calls of the group have begun, and the file
       * `until` is there.
       */
      open: async (name: string, { items = 1, most = 1, meet = 0, until = "" }) =>
        machines.open(
          await machines.write(
            `${workers} ${name}`,
            `import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { FnNode, Graph, gr } from "daggr";
const folder = ${JSON.stringify(folder)};
const lives = (pid: number) => { try { process.kill(pid, 0); return true; } catch { return false; } };
const list = new FnNode(() => Array.from({ length: ${items} }, (_, at) => ${JSON.stringify(name)} + at), { outputs: { items: gr.JSON() } });
const use = new FnNode(async ({ item }: { item: string }) => {
  const own = folder + "/" + process.pid + " " + randomUUID();
  writeFileSync(own, item);
  const running = readdirSync(folder).filter((name) => lives(Number.parseInt(name, 10)));
  appendFileSync(${JSON.stringify(log)}, running.length + "\\n");
  const until = ${JSON.stringify(until && join(folder, until))};
  const goesOn = () => readFileSync(${JSON.stringify(log)}, "utf8").split("\\n").length <= ${meet} || (until && !existsSync(until));
  do await new Promise((resolve) => setTimeout(resolve, 50)); while (goesOn());
  rmSync(own);
  return item;
}, { name: "use", inputs: { item: list.items.each }, outputs: { item: gr.Textbox() }, where: ${JSON.stringify(workers)}, concurrencyGroup: ${JSON.stringify(workers)}, maxConcurrent: ${most} });
const all = new FnNode(({ used }: { used: string[] }) => used.length, { inputs: { used: use.item.all() }, outputs: { count: gr.Number() } });
export default new Graph({ name: ${JSON.stringify(name)}, nodes: [all] });
`,
          ),
          { data: `${workers} ${name}` },
        ),
      release: (until: string) => writeFile(join(folder, until), ""),
      /** How many ran, as each call saw it when it began. */
      seen: async () => (await readFile(log, "utf8").catch(() => "")).split("\n").filter(Boolean).map(Number),
    };
  }

  onEach("hold for the calls of several engines", async (machines) => {
    const { open, seen } = await counted(machines, "together");
    const names = ["1", "2", "3"].map((name) => `together ${name}`);
    await Promise.all(names.map((name) => machines.worker(name, { groups: ["together=4"] })));
    const engines = await Promise.all(["a", "b"].map((name) => open(name, { items: 20, most: 3, meet: 3 })));
    const startedAt = performance.now();
    const outcomes = await Promise.all(engines.map((engine) => engine.run()));
    console.log(`      40 calls of 50 ms, 3 at a time: ${Math.round(performance.now() - startedAt)} ms`);
    for (const { report } of outcomes) assert.equal(report.results["all"]?.["count"], 20);
    const counts = await seen();
    assert.equal(counts.length, 40);
    // They ran at the same time, and never more of them.
    assert.equal(Math.max(...counts), 3);
    for (const engine of engines) await engine.close();
  });

  onEach("leave room for others on a worker while a call waits", async (machines) => {
    const { open, seen, release } = await counted(machines, "room");
    await machines.worker("room", { groups: ["room=2"] });
    const long = await open("long", { until: "free" });
    const running = long.run();
    await eventually("it runs", async () => assert.equal((await seen()).length, 1), 60_000);
    const waiting = await open("waiting", {});
    const waits = waiting.run();
    const free = await machines.open(
      await machines.write(
        "room free",
        `import { FnNode, Graph, gr } from "daggr";
const free = new FnNode(() => "free", { name: "free", outputs: { text: gr.Textbox() }, where: "room" });
export default new Graph({ name: "Free", nodes: [free] });
`,
      ),
    );
    assert.deepEqual((await free.run()).report.results, { free: { text: "free" } });
    assert.deepEqual(await seen(), [1]);
    await release("free");
    for (const { report } of [await running, await waits]) assert.equal(report.results["all"]?.["count"], 1);
    assert.deepEqual(await seen(), [1, 1]);
    for (const engine of [long, waiting, free]) await engine.close();
  });

  onEach("come back from a worker that was killed", async (machines) => {
    const { open, seen, release } = await counted(machines, "killed");
    const first = await machines.worker("killed 1", { groups: ["killed=2"] });
    const long = await open("long", { until: "killed" });
    const running = long.run();
    await eventually("it runs", async () => assert.equal((await seen()).length, 1), 60_000);
    await machines.worker("killed 2", { groups: ["killed=2"] });
    const other = await open("other", {});
    const waits = other.run();
    await first.stop("SIGKILL");
    await release("killed");
    for (const { report } of [await running, await waits]) assert.equal(report.results["all"]?.["count"], 1);
    assert.deepEqual(await seen(), [1, 1, 1]);
    for (const engine of [long, other]) await engine.close();
  });

  onEach("stay with a call whose engine ended, until it ends", async (machines) => {
    const { open, seen, release } = await counted(machines, "left");
    for (const name of ["1", "2"]) await machines.worker(`left ${name}`, { groups: ["left=2"] });
    const left = await open("left", { until: "left" });
    const leaving = left.run();
    await eventually("it runs", async () => assert.equal((await seen()).length, 1), 60_000);
    await left.close();
    await leaving.catch(() => {});
    const [other, stopped] = [await open("other", {}), await open("stopped", {})];
    const waits = other.run();
    // A call that waits for the limit can be stopped.
    const stop = new AbortController();
    const stopping = stopped.run({ signal: stop.signal });
    const connection = await QueueConnection.open(parseQueueAddress(machines.queue.address), () => {});
    const reader = new OverviewReader(connection, machines.queue.key);
    await eventually(
      "all three calls are in the queue",
      async () => {
        const load = (await reader.read()).groups.find(({ group }) => group === "left");
        assert.equal(load && load.waiting + load.running, 3);
      },
      60_000,
    );
    stop.abort();
    await stopping;
    await connection.close();
    await stopped.close();
    await release("left");
    assert.equal((await waits).report.results["all"]?.["count"], 1);
    assert.deepEqual(await seen(), [1, 1]);
    await other.close();
  });

  onEach("are what the workflow that was run last says", async (machines) => {
    const { open, seen } = await counted(machines, "changed");
    for (const name of ["1", "2"]) await machines.worker(`changed ${name}`, { groups: ["changed=4"] });
    for (const [name, most] of [
      ["four", 4],
      ["two", 2],
      ["three", 3],
    ] as const) {
      const before = (await seen()).length;
      const engine = await open(name, { items: 10, most, meet: before + most });
      assert.equal((await engine.run()).report.results["all"]?.["count"], 10);
      assert.equal(Math.max(...(await seen()).slice(before)), most);
      await engine.close();
    }
  });
});
