import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { MediaFolder } from "../../src/runtime/files/media-folder.ts";
import { engineQueue } from "../../src/runtime/queue/engine/engine-queue.ts";
import { OverviewReader } from "../../src/runtime/queue/overview.ts";
import { parseQueueAddress } from "../../src/runtime/queue/queue-address.ts";
import { QueueConnection } from "../../src/runtime/queue/queue-connection.ts";
import { eventually } from "../support/eventually.ts";
import { Machines, queueServers } from "./support/machines.ts";

const imports = `import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FnNode, Graph, gr } from "daggr";
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
`;

for (const server of queueServers) {
  describe(`Functions on other machines, by ${server}`, () => {
    let machines: Machines;
    before(async () => {
      machines = await Machines.start(server);
      await machines.worker("first");
      await machines.worker("second");
    });
    after(() => machines.stop());

    it("run for each item, in order, with files both ways", async () => {
      const file = await machines.write(
        "items",
        `${imports}
const words = new FnNode(({}, context) => ["b", "a", "c"].map((word) => {
  const path = join(context.files, word + ".txt");
  writeFileSync(path, word);
  return path;
}), { outputs: { files: gr.JSON() } });
const source = new FnNode(({}, context) => { const path = join(context.files, "all.txt"); writeFileSync(path, "-"); return path; }, { outputs: { file: gr.File() } });
const upper = new FnNode(async ({ at, file }: { at: number; file: string }, context) => {
  await wait(at === 0 ? 300 : 0);
  const path = join(context.files, "item " + at + ".txt");
  writeFileSync(path, at + readFileSync(file, "utf8") + existsSync(path));
  return path;
}, { inputs: { at: new FnNode(() => [0, 1, 2, 3], { name: "list", outputs: { numbers: gr.JSON() } }).numbers.each, file: source.file }, outputs: { made: gr.File() }, where: "queue" });
const joined = new FnNode(({ files }: { files: string[] }) => files.map((file) => readFileSync(file, "utf8")).join(" "), { inputs: { files: upper.made.all() }, outputs: { text: gr.Textbox() } });
export default new Graph({ name: "Items", nodes: [joined] });
`,
      );
      const workflow = await machines.open(file);
      const { report } = await workflow.run();
      assert.deepEqual(report.errors, {});
      assert.equal(report.results["joined"]?.["text"], "0-false 1-false 2-false 3-false");
      await workflow.close();
    });

    it("tell what they print and their results so far while they run, and where", async () => {
      const file = await machines.write(
        "stream",
        `${imports}
const words = new FnNode(async function* () {
  for (const word of ["one", "two", "three"]) { console.log("now", word); yield word; await wait(300); }
  return "all";
}, { outputs: { text: gr.Textbox() }, where: "queue" });
export default new Graph({ name: "Stream", nodes: [words] });
`,
      );
      const workflow = await machines.open(file);
      const seen: unknown[] = [];
      const printed: string[] = [];
      const workers = new Set<string | undefined>();
      await workflow.onNodeState((_node, { outputs, phase }) => {
        if (outputs) seen.push(outputs["text"]);
        if (phase?.kind === "running") workers.add(phase.on?.worker);
      });
      await workflow.onPrinted((_node, lines) => printed.push(...lines.map(({ text }) => text.trim())));
      const { report } = await workflow.run();
      assert.deepEqual(report.results, { words: { text: "all" } });
      assert.deepEqual([...new Set(seen)].slice(0, 3), ["one", "two", "three"]);
      assert.deepEqual(printed, ["now one", "now two", "now three"]);
      assert.ok(workers.has("first") || workers.has("second"), [...workers].join());
      await workflow.close();
    });

    it("fail with the place in the file of the engine", async () => {
      const file = await machines.write(
        "failing",
        `${imports}
const broken = new FnNode(() => {
  throw new Error("no such clip");
}, { outputs: { text: gr.Textbox() }, where: "queue" });
export default new Graph({ name: "Failing", nodes: [broken] });
`,
      );
      const workflow = await machines.open(file);
      const { failures } = await workflow.run();
      const [{ failure }] = failures as [(typeof failures)[0]];
      assert.equal(failure.message, "no such clip");
      assert.deepEqual([failure.at?.file, failure.at?.line], [file, 7]);
      // What failed is run again when it is asked for again.
      assert.equal((await workflow.run()).failures[0]?.failure.message, "no such clip");
      await workflow.close();
    });

    it("run once for two that ask for the same", async () => {
      const file = await machines.write(
        "shared",
        `${imports}
const slow = new FnNode(async () => {
  appendFileSync(${JSON.stringify(`${machines.folder}/shared.log`)}, "x");
  await wait(800);
  return "done";
}, { outputs: { text: gr.Textbox() }, where: "queue" });
export default new Graph({ name: "Shared", nodes: [slow] });
`,
      );
      const both = await Promise.all([machines.open(file), machines.open(file)]);
      const outcomes = await Promise.all(both.map((workflow) => workflow.run()));
      for (const { report } of outcomes) assert.deepEqual(report.results, { slow: { text: "done" } });
      assert.equal(await readFile(`${machines.folder}/shared.log`, "utf8"), "x");
      // A person who asks for it anew gets it anew.
      const [one] = both;
      assert.deepEqual((await one.run({ again: ["slow"] })).report.results, { slow: { text: "done" } });
      assert.equal(await readFile(`${machines.folder}/shared.log`, "utf8"), "xx");
      for (const workflow of both) await workflow.close();
    });

    it("are told of with who takes them: how many wait, and for which group", async () => {
      const file = await machines.write(
        "nobody",
        `${imports}
const lonely = new FnNode(() => "done", { outputs: { text: gr.Textbox() }, where: "nobody" });
export default new Graph({ name: "Nobody", nodes: [lonely] });
`,
      );
      const workflow = await machines.open(file);
      const stop = new AbortController();
      const running = workflow.run({ signal: stop.signal });
      const connection = await QueueConnection.open(parseQueueAddress(machines.queue.address), () => {});
      const reader = new OverviewReader(connection, machines.queue.key);
      await eventually("the job waits", async () => {
        const { workers, groups } = await reader.read(["nobody", "no group: it has signs"]);
        assert.deepEqual(
          workers.map(({ name, groups: takes, busy }) => [name, takes, busy]),
          [
            ["first", { queue: 2 }, 0],
            ["second", { queue: 2 }, 0],
          ],
        );
        assert.deepEqual(groups, [
          { group: "nobody", waiting: 1, running: 0 },
          { group: "queue", waiting: 0, running: 0 },
        ]);
      });
      stop.abort();
      await running;
      await connection.close();
      await workflow.close();
    });

    it("go on when the engine ends, and their result is there when it comes back", async () => {
      const log = `${machines.folder}/left.log`;
      const file = await machines.write(
        "left",
        `${imports}
const slow = new FnNode(async () => {
  appendFileSync(${JSON.stringify(log)}, "begun ");
  await wait(1_000);
  appendFileSync(${JSON.stringify(log)}, "ended ");
  return "done";
}, { outputs: { text: gr.Textbox() }, where: "queue" });
export default new Graph({ name: "Left", nodes: [slow] });
`,
      );
      const first = await machines.open(file, { data: "left" });
      const running = first.run();
      await eventually("it has begun", async () => assert.match(await readFile(log, "utf8"), /begun/));
      await first.close();
      await running.catch(() => {});
      const second = await machines.open(file, { data: "left" });
      assert.deepEqual((await second.run()).report.results, { slow: { text: "done" } });
      assert.equal(await readFile(log, "utf8"), "begun ended ");
      await second.close();
    });

    it("may run in a group that is named as what Daggr itself keeps in the queue", async () => {
      const worker = await machines.worker("third", { groups: ["workers", "stops"] });
      const file = await machines.write(
        "named",
        `${imports}
const one = new FnNode(() => "one", { outputs: { text: gr.Textbox() }, where: "workers" });
const two = new FnNode(({ text }: { text: string }) => text + " two", { inputs: { text: one.text }, outputs: { text: gr.Textbox() }, where: "stops" });
export default new Graph({ name: "Named", nodes: [two] });
`,
      );
      const workflow = await machines.open(file);
      assert.equal((await workflow.run()).report.results["two"]?.["text"], "one two");
      assert.doesNotMatch(worker.log(), /refused/);
      await workflow.close();
      await worker.stop();
    });

    it("have a place before they run: long ones on workers, those that share variables here", async () => {
      const file = await machines.write(
        "places",
        `${imports}
let count = 0;
const long = new FnNode(() => 1, { outputs: { n: gr.Number() }, concurrent: true });
const shares = new FnNode(() => ++count, { outputs: { n: gr.Number() }, concurrent: true });
const away = new FnNode(() => ++count, { outputs: { n: gr.Number() }, where: "gpu" });
export default new Graph({ name: "Places", nodes: [long, shares, away] });
`,
      );
      const workflow = await machines.open(file, { queue: "none" });
      const media = new MediaFolder(`${machines.folder}/media`);
      const queue = engineQueue(machines.queue, { cache: machines.folder, media, log: () => {} });
      const nodes = workflow.graph.nodes.filter((node) => node.kind === "fn");
      const places = () => nodes.map((node) => queue.placeOf(node));
      assert.deepEqual(places(), [undefined, undefined, "gpu"]);
      for (const node of nodes) queue.ranHere(node, 500);
      assert.deepEqual(places(), ["queue", undefined, "gpu"]);
      await eventually("the workers are known", () => assert.equal(queue.workersOf(new Set(["queue"])), 2));
      assert.equal(queue.workersOf(new Set(["gpu"])), 0);
      let changes = 0;
      queue.onWorkers(() => changes++);
      const gpu = await machines.worker("fourth", { groups: ["gpu"] });
      await eventually("it is known", () => {
        assert.equal(queue.workersOf(new Set(["gpu"])), 1);
        assert.equal(changes, 1);
      });
      await gpu.stop();
      await queue.leave();
      await workflow.close();
    });
  });
}
