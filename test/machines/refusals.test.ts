import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Queue, QueueEvents } from "bullmq";
import { openContentStore } from "../../src/runtime/content/content-store.ts";
import { sign, type SignedMessage } from "../../src/runtime/queue/jobs/signature.ts";
import { parseJob, parseOutcome, type Job, type JobOutcome } from "../../src/runtime/queue/jobs/job.ts";
import { queueNameOf } from "../../src/runtime/queue/worker-groups.ts";
import { Machines } from "./support/machines.ts";

// What others may write into a queue: BullMQ itself stands in for them.

describe("What a worker and an engine refuse", () => {
  let machines: Machines;
  let queue: Queue<SignedMessage, SignedMessage>;
  let events: QueueEvents;
  /** A job that an engine made, and that was run. */
  let known: Job;
  before(async () => {
    machines = await Machines.start("redis");
    const connection = { url: machines.queue.address, maxRetriesPerRequest: null };
    queue = new Queue(queueNameOf("queue"), { connection });
    events = new QueueEvents(queueNameOf("queue"), { connection });
    await events.waitUntilReady();
    await machines.worker("strict");
    const { report } = await run("plain", "return 1;");
    assert.deepEqual(report.errors, {});
    const [job] = await queue.getJobs(["completed"]);
    known = parseJob(job!.data.payload)!;
  });
  after(async () => {
    await queue.close();
    await events.close();
    await machines.stop();
  });

  async function run(name: string, body: string) {
    const file = await machines.write(
      name,
      `import { FnNode, Graph, gr } from "daggr";
const node = new FnNode(() => { ${body} }, { name: "node", outputs: { output: gr.JSON() }, where: "queue" });
export default new Graph({ name: ${JSON.stringify(name)}, nodes: [node] });
`,
    );
    const workflow = await machines.open(file);
    const outcome = await workflow.run();
    await workflow.close();
    return outcome;
  }

  async function outcomeOf(id: string, message: SignedMessage): Promise<JobOutcome> {
    const job = await queue.add("call", message, { jobId: id });
    const { payload } = await job.waitUntilFinished(events, 20_000);
    return parseOutcome(payload)!;
  }

  function signed(job: Partial<Job> & { readonly id: string }): SignedMessage {
    return sign("job", JSON.stringify({ ...known, nonce: job.id, ...job }), machines.queue.key);
  }

  const refused: Readonly<Record<string, readonly [() => [string, SignedMessage], RegExp]>> = {
    "an unsigned job": [
      () => ["unsigned", { payload: signed({ id: "unsigned" }).payload, signature: "" }],
      /'strict' refused a job that is not signed with its key/,
    ],
    "a job with another key": [
      () => ["key", sign("job", signed({ id: "key" }).payload, "another key of an intruder")],
      /not signed with its key/,
    ],
    "a tampered job": [
      () => {
        const { payload, signature } = signed({ id: "tampered" });
        return ["tampered", { payload: payload.replace(known.node, "other"), signature }];
      },
      /not signed with its key/,
    ],
    "an outcome in place of a job": [
      () => ["outcome", sign("outcome", signed({ id: "outcome" }).payload, machines.queue.key)],
      /not signed with its key/,
    ],
    "a job that was signed for another place": [
      () => ["moved", signed({ id: "elsewhere" })],
      /signed for another place in the queue/,
    ],
    "a job that ended, under its own number": [
      () => ["again", signed({ id: "again", nonce: known.nonce })],
      /put into the queue again after it had ended/,
    ],
    "an old job": [() => ["old", signed({ id: "old", sentAt: 0 })], /older than a day/],
    "a job of another version": [
      () => ["version", signed({ id: "version", protocol: 99 })],
      /'strict' is of another version of Daggr than the engine/,
    ],
    "a path in place of the code": [
      () => ["code", signed({ id: "code", code: "../../../etc/passwd" })],
      /content does not fit/,
    ],
    "a path in place of values": [
      () => ["values", signed({ id: "values", inputs: { kind: "stored", hash: "/etc/passwd" } })],
      /content does not fit/,
    ],
    "other code than the engine's": [
      () => ["codeKey", signed({ id: "codeKey", codeKey: "another" })],
      /is not the one that was loaded/,
    ],
    "a node that there is not": [
      () => ["node", signed({ id: "node", node: "nobody" })],
      /has no function 'nobody'/,
    ],
  };
  for (const [what, [make, message]] of Object.entries(refused)) {
    it(what, async () => {
      const outcome = await outcomeOf(...make());
      assert.equal(outcome.type, "failed");
      assert.match(outcome.type === "failed" ? outcome.failure.message : "", message);
      assert.ok(outcome.type === "failed" && outcome.failure.help);
    });
  }

  it("a result that a worker did not sign", async () => {
    const { failures } = await withOwnWorker("unsigned result", (job) => {
      const outcome: JobOutcome = {
        type: "done",
        id: job.id,
        nonce: job.nonce,
        worker: "me",
        duration: 1,
        outputs: { kind: "inline", values: { output: "false" } },
      };
      return sign("outcome", JSON.stringify(outcome), "another key of an intruder");
    });
    assert.match(failures[0]!.failure.message, /not signed with this engine's key/);
  });

  for (const [what, content, message] of [
    ["a file of another size than its reference says", "longer", /has 6 bytes, not 3/],
    ["a file that is not in the file store", undefined, /./],
    ["a file whose content was changed in the file store", "changed", /./],
  ] as const) {
    it(what, async () => {
      const store = openContentStore(machines.queue.files, {
        cache: join(machines.folder, "own cache"),
        cacheLimit: 1e9,
      });
      const hash = content === undefined ? "0".repeat(64) : await store.putBytes(Buffer.from(content));
      if (content === "changed")
        await writeFile(join(fileURLToPath(machines.queue.files), hash.slice(0, 2), hash), "CHANGED");
      const { failures } = await withOwnWorker(`wrong file ${content}`, (job) => {
        const file = { $file: hash, name: "clip.txt", mime: "text/plain", size: 3 };
        const outcome: JobOutcome = {
          type: "done",
          id: job.id,
          nonce: job.nonce,
          worker: "me",
          duration: 1,
          outputs: { kind: "inline", values: { output: file } },
        };
        return sign("outcome", JSON.stringify(outcome), machines.queue.key);
      });
      const [failed] = failures;
      assert.match(failed!.failure.message, message);
      assert.ok(failed!.failure.help);
    });
  }

  /** A worker of the test's own takes the only job of a group. */
  async function withOwnWorker(group: string, answer: (job: Job) => SignedMessage) {
    const { Worker } = await import("bullmq");
    const name = group.replaceAll(" ", "-");
    const connection = { url: machines.queue.address, maxRetriesPerRequest: null };
    const worker = new Worker<SignedMessage, SignedMessage>(
      queueNameOf(name),
      (job) => Promise.resolve(answer(parseJob(job.data.payload)!)),
      { connection },
    );
    const file = await machines.write(
      name,
      `import { FnNode, Graph, gr } from "daggr";
const node = new FnNode(() => 1, { name: "node", outputs: { output: gr.File() }, where: ${JSON.stringify(name)} });
export default new Graph({ name: "Own", nodes: [node] });
`,
    );
    const workflow = await machines.open(file);
    try {
      return await workflow.run();
    } finally {
      await workflow.close();
      await worker.close();
    }
  }
});
