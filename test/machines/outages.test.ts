import assert from "node:assert/strict";
import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { eventually } from "../support/eventually.ts";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";
import { onEachServer } from "./support/each-server.ts";
import type { Machines } from "./support/machines.ts";

/** Milliseconds after which a worker that is not heard counts as gone, with the time until somebody looks. */
const goneAfter = 25_000;
const kinds = ["silent", "refused"] as const;

describe("Machines that are away for a while", () => {
  const onEach = onEachServer(200_000);
  const proxies: TcpProxy[] = [];
  after(() => Promise.all(proxies.map((proxy) => proxy.stop())));

  /** The queue, as a machine sees it whose network can be blocked. */
  async function through({ server, queue }: Machines) {
    const proxy = await startTcpProxy(server.port);
    proxies.push(proxy);
    return { proxy, address: queue.address.replace(`:${server.port}`, `:${proxy.port}`) };
  }

  /** A node that gives how often it has begun. The first time it ends once `done` was called, later at once. */
  async function counting(machines: Machines, name: string, queue = machines.queue) {
    const log = join(machines.folder, `${name}.log`);
    const done = join(machines.folder, `${name}.done`);
    await appendFile(log, "");
    const file = await machines.write(
      name,
      `import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { FnNode, Graph, gr } from "daggr";
const node = new FnNode(async () => {
  appendFileSync(${JSON.stringify(log)}, "begun\\n");
  const times = readFileSync(${JSON.stringify(log)}, "utf8").split("begun").length - 1;
  while (times === 1 && !existsSync(${JSON.stringify(done)})) await new Promise((resolve) => setTimeout(resolve, 50));
  appendFileSync(${JSON.stringify(log)}, "ended\\n");
  return times;
}, { name: "node", outputs: { times: gr.Number() }, where: ${JSON.stringify(name)} });
export default new Graph({ name: "Outages", nodes: [node] });
`,
    );
    const logged = (word: string, times: number) =>
      eventually(
        `it has ${word} ${times} times`,
        async () => assert.equal((await readFile(log, "utf8")).split(word).length - 1, times),
        90_000,
      );
    return {
      open: (data: string) => machines.open(file, { data: `${name} ${data}`, queue }),
      done: () => writeFile(done, ""),
      logged,
    };
  }

  onEach("the late result of a frozen worker is not taken, and the worker goes on", async (machines) => {
    const { open, done, logged } = await counting(machines, "frozen");
    const frozen = await machines.worker("frozen 1", { groups: ["frozen=1"] });
    const workflow = await open("first");
    const running = workflow.run();
    await logged("begun", 1);
    process.kill(frozen.pid, "SIGSTOP");
    // Its function ends while it is frozen, so its result is the first thing that it sends when it awakes.
    await done();
    await logged("ended", 1);
    const other = await machines.worker("frozen 2", { groups: ["frozen=1"] });
    assert.deepEqual((await running).report.results, { node: { times: 2 } });
    process.kill(frozen.pid, "SIGCONT");
    await other.stop();
    // The job's result is still the one of the other worker, and what awoke takes jobs.
    assert.deepEqual((await workflow.run({ again: ["node"] })).report.results, { node: { times: 3 } });
    const second = await open("second");
    assert.deepEqual((await second.run()).report.results, { node: { times: 2 } });
    for (const one of [workflow, second]) await one.close();
  });

  onEach("an engine without network gets its results afterwards", async (machines) => {
    await machines.worker("kept", { groups: kinds.map((kind) => `engine-${kind}=1`) });
    await Promise.all(
      kinds.map(async (kind) => {
        const { proxy, address } = await through(machines);
        const { open, done, logged } = await counting(machines, `engine-${kind}`, {
          ...machines.queue,
          address,
        });
        const workflow = await open("only");
        const running = workflow.run();
        await logged("begun", 1);
        proxy.block(kind);
        await done();
        await logged("ended", 1);
        await longerThanALock();
        proxy.mend();
        assert.deepEqual((await running).report.results, { node: { times: 1 } });
        await logged("begun", 1);
        await workflow.close();
      }),
    );
  });

  onEach("the job of a worker without network is done by another, and by it afterwards", async (machines) => {
    await Promise.all(
      kinds.map(async (kind) => {
        const name = `worker-${kind}`;
        const { proxy, address } = await through(machines);
        const { open, done, logged } = await counting(machines, name);
        await machines.worker(`${name} 1`, { groups: [`${name}=1`], env: { DAGGR_QUEUE: address } });
        const workflow = await open("only");
        const running = workflow.run();
        await logged("begun", 1);
        proxy.block(kind);
        await done();
        const other = await machines.worker(`${name} 2`, { groups: [`${name}=1`] });
        assert.deepEqual((await running).report.results, { node: { times: 2 } });
        proxy.mend();
        await other.stop();
        assert.deepEqual((await workflow.run({ again: ["node"] })).report.results, { node: { times: 3 } });
        await workflow.close();
      }),
    );
  });
});

async function longerThanALock(): Promise<void> {
  const from = Date.now();
  await eventually("a worker would count as gone", () => assert.ok(Date.now() - from > goneAfter), 60_000);
}
