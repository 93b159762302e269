import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { Queue, QueueEvents } from "bullmq";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { eventually } from "../support/eventually.ts";
import { Machines } from "./support/machines.ts";

/** A span as the protocol has it. Source: https://opentelemetry.io/docs/specs/otlp/ */
interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly service: string;
}

interface Export {
  readonly resourceSpans: readonly {
    readonly resource: {
      readonly attributes: readonly {
        readonly key: string;
        readonly value: { readonly stringValue?: string };
      }[];
    };
    readonly scopeSpans: readonly { readonly spans: readonly Omit<Span, "service">[] }[];
  }[];
}

describe("Traces of jobs", () => {
  const spans: Span[] = [];
  const collector = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      assert.deepEqual([request.method, request.url], ["POST", "/v1/traces"]);
      spans.push(...spansOf(JSON.parse(Buffer.concat(chunks).toString()) as Export));
      response.setHeader("content-type", "application/json").end("{}");
    });
  });
  let machines: Machines;
  let env: Readonly<Record<string, string>>;

  before(async () => {
    await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
    const { port } = collector.address() as AddressInfo;
    // So that a worker sends at once.
    env = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`, OTEL_BSP_SCHEDULE_DELAY: "100" };
    machines = await Machines.start("redis");
    await machines.worker("traced", { env: { ...env, OTEL_SERVICE_NAME: "a worker" } });
  });
  after(async () => {
    await machines.stop();
    collector.close();
  });

  it("lead from the engine to the worker, where the environment says where they go", async () => {
    const file = await machines.write(
      "traced",
      `import { FnNode, Graph, gr } from "daggr";
const hello = new FnNode(() => "hello", { outputs: { text: gr.Textbox() }, where: "queue" });
export default new Graph({ name: "Traced", nodes: [hello] });
`,
    );
    const { address, key, files } = machines.queue;
    await promisify(execFile)(process.execPath, [inRoot("dist", "terminal", "main.mjs"), "run", file], {
      env: {
        ...process.env,
        ...env,
        DAGGR_QUEUE: address,
        DAGGR_QUEUE_KEY: key,
        DAGGR_FILES: files,
        DAGGR_CACHE: `${machines.folder}/cache`,
      },
    });
    await eventually("the worker has sent its spans", () => {
      const added = spans.find(({ name }) => name.startsWith("add daggr-queue"));
      const processed = spans.find(
        ({ name, traceId }) => name.startsWith("process daggr-queue") && traceId === added?.traceId,
      );
      assert.equal(added?.service, "daggr");
      assert.equal(processed?.service, "a worker");
      assert.equal(processed.parentSpanId, added.spanId);
    });
  });

  it("do not keep a worker from its work where a job names its trace by nonsense", async () => {
    const connection = { url: machines.queue.address };
    const queue = new Queue("daggr-queue", { connection });
    const events = new QueueEvents("daggr-queue", { connection });
    try {
      await events.waitUntilReady();
      const job = await queue.add("call", { payload: "", signature: "" }, { telemetry: { metadata: "{" } });
      const outcome = (await job.waitUntilFinished(events)) as { readonly payload: string };
      assert.match(outcome.payload, /refused a job that is not signed/);
    } finally {
      await queue.close();
      await events.close();
    }
  });
});

function spansOf({ resourceSpans }: Export): Span[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = resource.attributes.find(({ key }) => key === "service.name")?.value.stringValue ?? "";
    return scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ ...span, service })));
  });
}
