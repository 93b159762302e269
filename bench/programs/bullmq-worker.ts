// A worker of plain BullMQ, of the same bundle, one job at a time: `bullmq-worker.ts QUEUE ADDRESS MILLISECONDS`.
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import type * as BullMq from "bullmq";
import { inRoot } from "../../scripts/lib/paths.mjs";

const { Worker } = createRequire(import.meta.url)(inRoot("dist", "bullmq.cjs")) as typeof BullMq;
const [, , queue = "", address = "", duration = "0"] = process.argv;
const worker = new Worker<{ at: number }, number>(
  queue,
  async ({ data }) => {
    await sleep(Number(duration));
    return data.at * data.at;
  },
  { concurrency: 1, connection: { url: address, maxRetriesPerRequest: null } },
);
await worker.waitUntilReady();
console.log("ready");
