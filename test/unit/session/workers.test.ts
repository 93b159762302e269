import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LineageStep } from "../../../src/runtime/protocol/canvas.ts";
import { countText, queueText, ranOnText } from "../../../webview/graph/work.ts";
import { StepError } from "../../../src/runtime/failures/failure.ts";
import type { WorkersAnswer } from "../../../src/runtime/protocol/workers.ts";
import { fn, graph, port } from "../support/graphs.ts";
import { testEngine, type TestEngine, type TestEngineOptions } from "./support/engine.ts";
import { FakeProcesses } from "./support/fake-processes.ts";
import { FakeWorkers } from "./support/fake-workers.ts";

describe("functions on workers, as a canvas shows them", () => {
  const open: TestEngine[] = [];
  let data: string;
  beforeEach(() => (data = mkdtempSync(join(tmpdir(), "daggr-data-"))));
  afterEach(async () => {
    for (const one of open.splice(0)) await one.stop();
    rmSync(data, { recursive: true, force: true });
  });

  const scattered = {
    graphs: [graph(fn("list"), fn("up", { x: port("list.output.each") }))],
    bodies: { list: () => ["a", "b", "c"] },
  };

  async function start(options?: TestEngineOptions, version: typeof scattered = scattered) {
    const workers = new FakeWorkers(["up", "alone"]);
    const engine = await testEngine(new FakeProcesses(version), { remote: workers, ...options });
    open.push(engine);
    const canvas = await engine.canvas();
    await canvas.load();
    return { engine, workers, canvas };
  }

  const items = (state: { status: string }[] | undefined) => state?.map(({ status }) => status).join(" ");

  it("says before a run how many workers there are, as they come", async () => {
    const { canvas, workers } = await start();
    assert.deepEqual(canvas.state.preview.places, { here: 1, queued: 1 });
    workers.come(4);
    await canvas.until("four are told", ({ preview }) => preview.places?.workers === 4);
  });

  it("counts items as waiting until a worker has them", async () => {
    const { canvas, workers } = await start();
    const run = canvas.send({ type: "run-all", forced: false });
    await canvas.until("all wait", () => workers.jobs.length === 3 && canvas.node("up").items?.length === 3);
    const up = () => canvas.node("up");
    await canvas.until("the card waits", () => up().status === "waiting");
    assert.equal(items([...up().items!]), "waiting waiting waiting");
    assert.equal(countText(up().items!), "0 of 3 done, 3 wait");

    const inQueue = () => queueText(canvas.state.run?.queue ?? { waiting: 0, running: 0, workers: 0 });
    await canvas.until("the run bar says it", () => inQueue() === "3 wait");

    workers.take(1, "big", 5_000);
    await canvas.until("the run bar says it", () => inQueue() === "2 wait, 1 on 1 worker");
    await canvas.until("one runs", () => up().items?.[1]?.status === "running");
    assert.equal(up().status, "running");
    assert.equal(countText(up().items!), "0 of 3 done, 1 running, 2 wait, on big");

    workers.take(0, "small", 7_000);
    workers.end(1, "B");
    await canvas.until("one is done", () => up().items?.[1]?.status === "done");
    assert.equal(countText(up().items!), "1 of 3 done, 1 running, 1 waits, on 2 workers");

    await canvas.until("the run bar says it", () => inQueue() === "1 waits, 1 on 1 worker");
    // A worker ended: its job waits for another one.
    workers.jobs[0]!.context.emit({ type: "phase", phase: { kind: "queued", workers: "gpu" } });
    await canvas.until("it waits again", () => up().items?.[0]?.status === "waiting");
    assert.equal(up().items?.[0]?.ranOn, undefined);
    assert.equal(up().status, "waiting");

    for (const job of [0, 2]) workers.take(job, "big", 9_000);
    workers.fail(0, "no such clip");
    workers.end(2, "C");
    await run;
    await canvas.until("it failed", () => up().status === "failed" && up().results.length > 0);
    assert.deepEqual(
      up().items?.map(({ status, ranOn }) => [status, ranOn]),
      [
        ["failed", { worker: "big", waited: 9_000 }],
        ["done", { worker: "big", waited: 5_000 }],
        ["done", { worker: "big", waited: 9_000 }],
      ],
    );
  });

  it("keeps where it ran and how long it waited with the result, also when it is opened again", async () => {
    const version = { graphs: [graph(fn("alone"))], bodies: { list: () => [] } };
    const first = await start({ data }, version);
    const run = first.canvas.send({ type: "run-all", forced: false });
    await first.canvas.until("it is in the queue", ({ nodes }) => nodes["alone"]?.status === "waiting");
    assert.deepEqual(first.canvas.node("alone").phase, { kind: "queued", workers: "gpu" });
    first.workers.take(0, "big", 5_000);
    await first.canvas.until("it runs", ({ nodes }) => nodes["alone"]?.status === "running");
    const on = { worker: "big", waited: 5_000 };
    assert.deepEqual(first.canvas.node("alone").phase, { kind: "running", on });
    first.workers.end(0, "done");
    await run;
    await open.pop()!.stop();

    const { canvas } = await start({ data }, version);
    const { ranOn, shown } = canvas.node("alone");
    assert.deepEqual(ranOn, on);
    assert.equal(ranOnText(on), "on big, waited 5.0 s");
    const answer = await canvas.send({ type: "lineage", request: 1, node: "alone", result: shown! });
    const [step] = answer as unknown as LineageStep[];
    assert.deepEqual(step?.ranOn, ranOn);
  });

  it("tells who takes jobs, and why that is not known", async () => {
    const { canvas, workers } = await start();
    assert.equal(canvas.state.hasQueue, true);
    const overview = {
      workers: [{ name: "big", groups: { gpu: 2 }, busy: 1, silent: 700 }],
      groups: [{ group: "gpu", waiting: 4, running: 1 }],
    };
    workers.heard = () => Promise.resolve(overview);
    const known = { kind: "known", address: "redis://127.0.0.1:6379", ...overview };
    assert.deepEqual(await canvas.send({ type: "workers", request: 1 }), known);
    const failure = { message: "The queue at redis://127.0.0.1:6379 does not answer.", help: "Look." };
    workers.heard = () => Promise.reject(new StepError(failure));
    const answer = (await canvas.send({ type: "workers", request: 2 })) as unknown as WorkersAnswer;
    assert.equal(answer.kind === "unknown" && answer.failure.message, failure.message);
  });

  it("tells visitors of a served workflow nothing of the server's network", async () => {
    const { canvas, workers } = await start({ served: true });
    assert.deepEqual(await canvas.send({ type: "workers", request: 1 }), {
      kind: "known",
      workers: [],
      groups: [],
    });
    workers.heard = () => Promise.reject(new StepError({ message: "10.0.0.7 does not answer." }));
    assert.doesNotMatch(JSON.stringify(await canvas.send({ type: "workers", request: 2 })), /10\.0/);
  });

  it("knows of no queue where none is set", async () => {
    const { canvas } = await start({ remote: undefined });
    assert.equal(canvas.state.hasQueue, undefined);
    await assert.rejects(canvas.send({ type: "workers", request: 1 }), /No queue of workers is set/);
  });

  it("says where a function failed", async () => {
    const { canvas, workers } = await start({}, { graphs: [graph(fn("alone"))], bodies: { list: () => [] } });
    const run = canvas.send({ type: "run-all", forced: false });
    await canvas.until("it is in the queue", () => workers.jobs.length === 1);
    workers.take(0, "big", 0);
    workers.fail(0, "no memory left");
    await run;
    await canvas.until("it failed", ({ nodes }) => nodes["alone"]?.ranOn !== undefined);
    const { status, failure, ranOn } = canvas.node("alone");
    assert.deepEqual([status, failure?.message, ranOn?.worker], ["failed", "no memory left", "big"]);
  });
});
