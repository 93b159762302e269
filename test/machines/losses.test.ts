import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { eventually } from "../support/eventually.ts";
import { onEachServer } from "./support/each-server.ts";
import type { Machines } from "./support/machines.ts";

describe("Nothing is lost", () => {
  const onEach = onEachServer(150_000);

  /** A node that writes a line when it begins and one when it ends. The first time it takes `seconds`, else `again`. */
  async function workflowOf(
    machines: Machines,
    name: string,
    { options = "", seconds = 60, again = 0 } = {},
  ) {
    const log = join(machines.folder, `${name}.log`);
    const file = await machines.write(
      name,
      `import { appendFileSync, readFileSync } from "node:fs";
import { FnNode, Graph, gr } from "daggr";
const node = new FnNode(async () => {
  console.log("the last words");
  appendFileSync(${JSON.stringify(log)}, "begun " + process.ppid + "\\n");
  const isFirst = readFileSync(${JSON.stringify(log)}, "utf8").split("begun").length === 2;
  await new Promise((resolve) => setTimeout(resolve, isFirst ? ${seconds * 1000} : ${again * 1000}));
  appendFileSync(${JSON.stringify(log)}, "ended\\n");
  return "done";
}, { name: "node", outputs: { output: gr.Textbox() }, where: ${JSON.stringify(name)}${options} });
export default new Graph({ name: "Losses", nodes: [node] });
`,
    );
    const begun = async () => (await readFile(log, "utf8").catch(() => "")).split("begun").length - 1;
    return {
      workflow: await machines.open(file),
      begun,
      begins: (times: number) =>
        eventually(`it begins ${times} times`, async () => assert.equal(await begun(), times), 60_000),
    };
  }

  onEach("another worker does the job of one that was killed", async (machines) => {
    const { workflow, begins } = await workflowOf(machines, "killed");
    const first = await machines.worker("killed 1", { groups: ["killed=1"] });
    const running = workflow.run();
    await begins(1);
    await machines.worker("killed 2", { groups: ["killed=1"] });
    await first.stop("SIGKILL");
    assert.deepEqual((await running).report.results, { node: { output: "done" } });
    await begins(2);
    await workflow.close();
  });

  onEach("what must not run twice is not run again by itself", async (machines) => {
    const { workflow, begins, begun } = await workflowOf(machines, "once", { options: `, retry: "never"` });
    const first = await machines.worker("once 1", { groups: ["once=1"] });
    const running = workflow.run();
    await begins(1);
    await machines.worker("once 2", { groups: ["once=1"] });
    await first.stop("SIGKILL");
    const [failed] = (await running).failures;
    assert.match(failed!.failure.message, /must not run twice by itself/);
    assert.deepEqual(failed!.failure.again, []);
    assert.equal(await begun(), 1);
    // A person asks for it.
    assert.deepEqual((await workflow.run()).report.results, { node: { output: "done" } });
    assert.equal(await begun(), 2);
    await workflow.close();
  });

  onEach("a job that ends its workers twice fails with what it printed", async (machines) => {
    const { workflow, begins } = await workflowOf(machines, "poison", { again: 60 });
    const running = workflow.run();
    for (const time of [1, 2]) {
      const worker = await machines.worker(`poison ${time}`, { groups: ["poison=1"] });
      await begins(time);
      await worker.stop("SIGKILL");
    }
    await machines.worker("poison 3", { groups: ["poison=1"] });
    const [failed] = (await running).failures;
    assert.match(failed!.failure.message, /ended in the middle of it .* the last words/s);
    // A person may run it again.
    const stop = new AbortController();
    const again = workflow.run({ signal: stop.signal });
    await begins(3);
    stop.abort();
    await again;
    await workflow.close();
  });

  onEach("a queue that ends and starts again goes on with what it had", async (machines) => {
    const { workflow, begins } = await workflowOf(machines, "restarted", { seconds: 5 });
    await machines.worker("restarted", { groups: ["restarted=1"] });
    const running = workflow.run();
    await begins(1);
    await machines.server.restart();
    assert.deepEqual((await running).report.results, { node: { output: "done" } });
    await workflow.close();
  });
});
