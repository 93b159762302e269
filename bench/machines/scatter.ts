import assert from "node:assert/strict";
import { Queue, QueueEvents } from "bullmq";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { Machines } from "../../test/machines/support/machines.ts";
import { startProcess, type RunningProcess } from "../../test/support/processes.ts";
import { secondsOf } from "../resources.ts";

export interface ScatterOptions {
  readonly items: number;
  /** Milliseconds that an item takes. */
  readonly duration: number;
  /** Processes that take one job at a time. */
  readonly workers: number;
}

/** One time through all items. */
export interface Measured {
  /** Milliseconds from the request to the last result. */
  readonly wall: number;
  readonly cpu: ProcessorTime;
}

/** Milliseconds of processors. */
export interface ProcessorTime {
  /** Of whoever asks: the engine, or the program that adds the jobs. */
  readonly asks: number;
  /** Of all workers, with their processes. */
  readonly workers: number;
  /** Of the queue's server. */
  readonly server: number;
}

/** The same items in the same queue's server, by this project and by BullMQ alone. */
export interface Scatter {
  daggr(): Promise<Measured>;
  plain(): Promise<Measured>;
  stop(): Promise<void>;
}

/** Processes live long, so each worker has run as many jobs before the first measurement as there are items. */
export async function startScatter(options: ScatterOptions): Promise<Scatter> {
  const machines = await Machines.start("redis");
  try {
    const ours = await byDaggr(machines, options);
    const theirs = await byBullMq(machines, options);
    return {
      daggr: ours,
      plain: theirs.once,
      async stop() {
        await theirs.stop();
        await machines.stop();
      },
    };
  } catch (error) {
    await machines.stop();
    throw error;
  }
}

const names = (workers: number) => Array.from({ length: workers }, (_, at) => `worker ${at + 1}`);

async function byDaggr(machines: Machines, { items, duration, workers }: ScatterOptions) {
  const processes = await Promise.all(
    names(workers).map((name) => machines.worker(name, { groups: ["queue=1"] })),
  );
  const file = await machines.write(
    "scatter",
    `import { FnNode, Graph, gr } from "daggr";
const list = new FnNode(() => Array.from({ length: ${items} }, (_, at) => at), { outputs: { numbers: gr.JSON() } });
const square = new FnNode(async ({ at }: { at: number }) => {
  await new Promise((resolve) => setTimeout(resolve, ${duration}));
  return at * at;
}, { inputs: { at: list.numbers.each }, outputs: { square: gr.Number() }, where: "queue" });
export default new Graph({ name: "Scatter", nodes: [square] });
`,
  );
  const workflow = await machines.open(file);
  const once = async () => {
    const { report } = await workflow.run({ again: ["square"] });
    assert.deepEqual(report.errors, {});
    assert.deepEqual(report.results["square"]?.["square"], squares(items));
  };
  for (let time = 0; time < workers; time++) await once();
  return () => measured(machines, processes, once);
}

/** As its documentation has it: all jobs in one command, results by its events. */
async function byBullMq(machines: Machines, { items, duration, workers }: ScatterOptions) {
  const name = "plain";
  const { address } = machines.queue;
  const connection = { url: address };
  const queue = new Queue<{ at: number }, number>(name, { connection });
  const events = new QueueEvents(name, { connection });
  const program = inRoot("bench", "programs", "bullmq-worker.ts");
  const processes = await Promise.all(
    names(workers).map(() =>
      startProcess(process.execPath, ["--import", "tsx", program, name, address, String(duration)], {
        ready: /ready/,
      }),
    ),
  );
  await events.waitUntilReady();
  const once = async () => {
    const results = new Map<string, unknown>();
    const done = new Promise<void>((resolve) => {
      const hear = ({ jobId, returnvalue }: { jobId: string; returnvalue: unknown }) => {
        results.set(jobId, Number(returnvalue));
        if (results.size < items) return;
        events.off("completed", hear);
        resolve();
      };
      events.on("completed", hear);
    });
    const jobs = await queue.addBulk(
      squares(items).map((_square, at) => ({
        name: "square",
        data: { at },
        // As those of Daggr, results stay there for a day.
        opts: { removeOnComplete: { age: 24 * 60 * 60 } },
      })),
    );
    await done;
    assert.deepEqual(
      jobs.map(({ id = "" }) => results.get(id)),
      squares(items),
    );
  };
  for (let time = 0; time < workers; time++) await once();
  return {
    once: () => measured(machines, processes, once),
    async stop() {
      for (const part of [queue, events]) await part.close();
      for (const one of processes) await one.stop();
    },
  };
}

function squares(items: number): number[] {
  return Array.from({ length: items }, (_, at) => at * at);
}

async function measured(
  { server }: Machines,
  workers: readonly RunningProcess[],
  once: () => Promise<void>,
): Promise<Measured> {
  const used = (): ProcessorTime => {
    const { user, system } = process.cpuUsage();
    const ofWorkers = workers.map(({ pid }) => secondsOf(pid));
    return {
      asks: (user + system) / 1000,
      workers: ofWorkers.reduce((sum, one) => sum + one, 0) * 1000,
      server: secondsOf(server.pid) * 1000,
    };
  };
  const before = used();
  const start = performance.now();
  await once();
  const wall = performance.now() - start;
  const after = used();
  const cpu = {
    asks: after.asks - before.asks,
    workers: after.workers - before.workers,
    server: after.server - before.server,
  };
  return { wall, cpu };
}
