import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { eventually } from "../support/eventually.ts";
import { onEachServer } from "./support/each-server.ts";
import type { Machines } from "./support/machines.ts";

describe("A worker that prefetches a job while jobs are short", () => {
  const onEach = onEachServer(150_000);
  const items = 12;
  /** The one that takes long. */
  const long = 6;

  /** Short items, and one that waits for `release`. */
  async function workflowOf(machines: Machines, name: string) {
    const log = join(machines.folder, `${name}.log`);
    const gate = join(machines.folder, `${name}.gate`);
    const file = await machines.write(
      name,
      `import { appendFileSync, existsSync } from "node:fs";
import { FnNode, Graph, gr } from "daggr";
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const list = new FnNode(() => Array.from({ length: ${items} }, (_, at) => at), { outputs: { numbers: gr.JSON() } });
const node = new FnNode(async ({ at }: { at: number }) => {
  appendFileSync(${JSON.stringify(log)}, at + " begins\\n");
  await wait(20);
  while (at === ${long} && !existsSync(${JSON.stringify(gate)})) await wait(20);
  return at;
}, { name: "node", inputs: { at: list.numbers.each }, outputs: { n: gr.Number() }, where: ${JSON.stringify(name)} });
export default new Graph({ name: "Prefetch", nodes: [node] });
`,
    );
    const begun = async () => (await readFile(log, "utf8").catch(() => "")).trim().split("\n");
    return {
      workflow: await machines.open(file),
      begun,
      longBegins: (times: number) =>
        eventually(
          `the long one begins ${times} times`,
          async () => {
            const all = await begun();
            assert.equal(all.filter((line) => line === `${long} begins`).length, times);
          },
          60_000,
        ),
      release: () => writeFile(gate, ""),
    };
  }

  onEach("leaves it to another one when the job before it is long", async (machines) => {
    const { workflow, begun, longBegins, release } = await workflowOf(machines, "left");
    await machines.worker("left 1", { groups: ["left=1"] });
    const running = workflow.run();
    await longBegins(1);
    await machines.worker("left 2", { groups: ["left=1"] });
    await eventually("the second one does the rest", async () => assert.equal((await begun()).length, items));
    await release();
    const { report } = await running;
    assert.deepEqual(
      report.results["node"]?.["n"],
      Array.from({ length: items }, (_, at) => at),
    );
    await workflow.close();
  });

  onEach("does not let it fail with the job before it, which ends its workers", async (machines) => {
    const { workflow, begun, longBegins } = await workflowOf(machines, "innocent");
    const first = await machines.worker("innocent 1", { groups: ["innocent=1"] });
    const running = workflow.run();
    await longBegins(1);
    await first.stop("SIGKILL");
    const second = await machines.worker("innocent 2", { groups: ["innocent=1"] });
    await longBegins(2);
    await second.stop("SIGKILL");
    await machines.worker("innocent 3", { groups: ["innocent=1"] });
    const { failures } = await running;
    const [failed] = failures as [(typeof failures)[0]];
    assert.match(
      failed.failure.message,
      new RegExp(`^1 of ${items} items failed: item ${long + 1}: .* ended in the middle of it`),
    );
    for (const at of Array(items).keys())
      assert.ok((await begun()).includes(`${at} begins`), `item ${at} was run`);
    await workflow.close();
  });
});
