import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once as event } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Benchmark } from "../benchmark.ts";
import { openWorkflow, type OpenWorkflow } from "../engine.ts";

let opened: OpenWorkflow | undefined;

const workflow = `import { FnNode, Graph, gr } from "daggr";

const where = new FnNode(() => process.pid, { inputs: {}, outputs: { pid: gr.Number() } });
export default new Graph({ name: "process", nodes: [where] });
`;

const ours = "daggr-vscode";
const bare = "a bare forked Node, from its start to its first message";
let folder = "";

/** From the kill of the workflow process to the end of a run in the next one. */
export default {
  title: "a killed workflow process is back",
  runs: 5,
  quick: 3,
  async prepare() {
    folder = await mkdtemp(join(tmpdir(), "daggr-bench-"));
    await writeFile(join(folder, "bare.cjs"), "process.send('here');");
    opened = await openWorkflow(workflow);
    await opened.runAll();
    return async () => {
      await opened?.close();
      await rm(folder, { recursive: true });
    };
  },
  sides: { [ours]: once, [bare]: forkBare },
  limits: { [ours]: { times: 1.5, of: bare } },
  remark:
    "A standby process has started Node already. What is left is to notice the end of the old process, to load the workflow in the new one, and to run it with its result stored.",
} satisfies Benchmark;

async function once(): Promise<number> {
  // Kills are far apart: a process is on standby again.
  await sleep(2500);
  const before = await pid();
  const start = performance.now();
  process.kill(before, "SIGKILL");
  await opened?.runAll();
  const time = performance.now() - start;
  assert.notEqual(await pid(), before);
  return time;
}

async function forkBare(): Promise<number> {
  const start = performance.now();
  const child = fork(join(folder, "bare.cjs"), { execArgv: [] });
  await event(child, "message");
  const time = performance.now() - start;
  await event(child, "exit");
  return time;
}

async function pid(): Promise<number> {
  return Number((await opened?.state())?.nodes["where"]?.outputs?.["pid"]);
}
