import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GraphDescription } from "../../../src/runtime/graph/description.ts";
import { canvas as input, fn, graph, port } from "../support/graphs.ts";
import { testEngine, type TestEngine } from "./support/engine.ts";
import { FakeProcesses } from "./support/fake-processes.ts";
import { FakeWorkers } from "./support/fake-workers.ts";

describe("jobs that an engine left in the queue", () => {
  const open: TestEngine[] = [];
  let data: string;
  beforeEach(() => (data = mkdtempSync(join(tmpdir(), "daggr-data-"))));
  afterEach(async () => {
    for (const one of open.splice(0)) await one.stop();
    rmSync(data, { recursive: true, force: true });
  });

  const list = fn("list", { words: input("list.words", "a b") });
  const up = fn("up", { x: port("list.output.each") });
  const alone = fn("alone", { x: port("list.output") });
  const both = graph(list, up, alone);
  const bodies = { list: ({ words }: { words?: unknown }) => String(words).split(" ") };

  async function start(version: GraphDescription = both) {
    const workers = new FakeWorkers(["up", "alone"]);
    const engine = await testEngine(new FakeProcesses({ graphs: [version], bodies }), {
      remote: workers,
      data,
    });
    open.push(engine);
    const canvas = await engine.canvas();
    await canvas.load();
    return { engine, workers, canvas };
  }

  /** Runs everything, and ends the engine while three jobs are in the queue. */
  async function leave(version?: GraphDescription): Promise<FakeWorkers> {
    const { canvas, workers, engine } = await start(version);
    void canvas.send({ type: "run-all", forced: false });
    await canvas.until("all is in the queue", () => workers.jobs.length === 3);
    workers.hasLeft = true;
    open.splice(open.indexOf(engine), 1);
    await engine.stop();
    return workers;
  }

  /** Resolves when what the engine does by itself is done: a change that it is asked for afterwards was made. */
  async function settled({ canvas }: Awaited<ReturnType<typeof start>>): Promise<void> {
    await canvas.send({ type: "create-sheet", name: "Another" });
    await canvas.until("it is there", ({ sheets }) => sheets.some(({ name }) => name === "Another"));
  }

  const keysOf = ({ jobs }: FakeWorkers) => jobs.map(({ call }) => call.key).sort();

  it("are shown by the next one by itself, and give their results", async () => {
    const before = await leave();
    const { canvas, workers } = await start();
    await canvas.until("they are asked for", () => workers.jobs.length === 3);
    assert.deepEqual(keysOf(workers), keysOf(before));
    await canvas.until("the cards wait", ({ nodes }) => nodes["alone"]?.status === "waiting");
    assert.deepEqual(
      canvas.node("up").items?.map(({ status }) => status),
      ["waiting", "waiting"],
    );
    for (const job of workers.jobs.keys()) workers.end(job, "done");
    await canvas.until("they are done", ({ run }) => run === undefined);
    assert.deepEqual([canvas.output("alone"), canvas.output("up")], ["done", ["done", "done"]]);
  });

  it("are not asked for again when they have ended", async () => {
    const first = await start();
    const run = first.canvas.send({ type: "run-all", forced: false });
    await first.canvas.until("all is in the queue", () => first.workers.jobs.length === 3);
    first.workers.jobs.forEach(({ call }, job) =>
      call.node.name === "up" ? first.workers.fail(job, "no") : first.workers.end(job, "done"),
    );
    await run;
    await first.canvas.until("it is over", (state) => state.run === undefined);
    await open.pop()!.stop();
    const second = await start();
    await settled(second);
    assert.equal(second.workers.jobs.length, 0);
  });

  it("are not asked for again after a Stop", async () => {
    const first = await start();
    void first.canvas.send({ type: "run-all", forced: false });
    await first.canvas.until("all is in the queue", () => first.workers.jobs.length === 3);
    await first.canvas.send({ type: "stop" });
    await first.canvas.until("it is over", (state) => state.run === undefined);
    await open.pop()!.stop();
    const second = await start();
    await settled(second);
    assert.equal(second.workers.jobs.length, 0);
  });

  it("wait for the person where the step would be something else now", async () => {
    await leave();
    const changed = { ...alone, code: "other code" };
    const second = await start(graph(list, up, changed));
    await second.canvas.until("the same are asked for", () => second.workers.jobs.length === 2);
    await settled(second);
    assert.deepEqual(
      second.workers.jobs.map(({ call }) => call.node.name),
      ["up", "up"],
    );
  });

  it("wait for the person where they must not run twice", async () => {
    const once = graph(list, { ...up, retry: "never" }, { ...alone, retry: "never" });
    await leave(once);
    const second = await start(once);
    await settled(second);
    assert.equal(second.workers.jobs.length, 0);
  });

  /** Changes what the engine before left. */
  async function change(what: Readonly<Record<string, number>>): Promise<void> {
    const engine = await testEngine(new FakeProcesses({ graphs: [both], bodies }), { data });
    const { store } = engine;
    const [stored] = await store.listGraphs();
    const name = `jobs of ${stored!.sheets[0]!.id}`;
    // Cast: the engine wrote it.
    const note = (await store.getNote(stored!.graph, name)) as { readonly keys: Record<string, string> };
    assert.deepEqual(Object.keys(note.keys).sort(), ["alone", "up"]);
    await store.setNote(stored!.graph, name, { ...note, ...what });
    await engine.stop();
  }

  it("wait for the person after a day", async () => {
    await leave();
    await change({ at: Date.now() - 25 * 60 * 60 * 1000 });
    const second = await start();
    await settled(second);
    assert.equal(second.workers.jobs.length, 0);
  });

  it("are left to the engine that waits for them", async () => {
    await leave();
    await change({ process: process.ppid });
    const second = await start();
    await settled(second);
    assert.equal(second.workers.jobs.length, 0);
  });
});
