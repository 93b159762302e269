import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { filePath } from "../../src/runtime/check/language.ts";
import type { LanguageCalls, LanguageHostCalls, LanguageEvent } from "../../src/runtime/protocol/language.ts";
import { Rpc } from "../../src/runtime/rpc/rpc.ts";
import { workerWire } from "../../src/runtime/rpc/wires.ts";
import { inRoot } from "../../scripts/lib/paths.mjs";
import type { Benchmark } from "../benchmark.ts";
import { BareTypeScript } from "../bare-typescript.ts";
import { bigWorkflow } from "../programs/big-workflow.ts";

type Remote = Rpc<LanguageCalls, LanguageHostCalls, LanguageEvent>["remote"];

const ours = "language worker";
const theirs = "bare TypeScript language service, the same text";
let bare: BareTypeScript | undefined;
let remote: Remote | undefined;
let file = "";
let version = 0;
/** Of an app that cannot be reached. */
const workflow = bigWorkflow("http://127.0.0.1:9");

/** One key press to the worker's answer, warm. */
export default {
  title: "check of a workflow with 40 nodes after a key press",
  runs: 40,
  quick: 7,
  async prepare() {
    const folder = await mkdtemp(join(tmpdir(), "daggr-bench-"));
    const worker = new Worker(inRoot("dist/language-worker.cjs"));
    const rpc = new Rpc<LanguageCalls, LanguageHostCalls, LanguageEvent>(workerWire(worker), {
      huggingFaceToken: () => undefined,
      login: () => undefined,
    });
    remote = rpc.remote;
    file = filePath(join(folder, "workflow.ts"));
    await remote.start({ dist: inRoot("dist"), cache: join(folder, "cache"), trusted: true });
    await remote.open({ file, version: 0, text: workflow });
    bare = new BareTypeScript(workflow);
    for (let run = 0; run < 15; run++) {
      await keyPress();
      bare.press(next());
    }
    return async () => {
      bare?.dispose();
      await worker.terminate();
      await rm(folder, { recursive: true });
    };
  },
  sides: { [ours]: keyPress, [theirs]: () => Promise.resolve(bare?.press(next()) ?? NaN) },
  limits: { [ours]: { times: 1.25, of: theirs } },
  slow: true,
  remark:
    "The worker asks TypeScript for the types that its rules need, and that is nearly all of its time. What is left to save is in the types of daggr itself (test/unit/project/counts.test.ts holds their number): of 12,455 instantiations 2,600 come with the first use, and 246 with each node: 133 with a function of one output, the rest with its input and the wire. 5,000 are the goal. Next step: a port's type that depends on its component alone, so that nodes share it.",
} satisfies Benchmark;

/** The workflow after one more key press. */
const next = () => `${workflow}// ${++version}\n`;

async function keyPress(): Promise<number> {
  if (remote === undefined) throw new Error("The worker was not started.");
  const text = next();
  await remote.change({ file, version, changes: [{ text }] });
  const start = performance.now();
  await remote.check({ file, version });
  return performance.now() - start;
}
