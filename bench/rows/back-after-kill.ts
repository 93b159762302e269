import assert from "node:assert/strict";
import type { Benchmark } from "../benchmark.ts";
import { openWorkflow, type OpenWorkflow } from "../engine.ts";

let opened: OpenWorkflow | undefined;

const workflow = `import { FnNode, Graph, gr } from "daggr";

const where = new FnNode(() => process.pid, { inputs: {}, outputs: { pid: gr.Number() } });
export default new Graph({ name: "process", nodes: [where] });
`;

/** From the kill of the workflow process to the end of a run in the next one: under 1,000 ms wanted. */
export default {
  title: "a killed workflow process is back",
  runs: 5,
  async prepare() {
    opened = await openWorkflow(workflow);
    await opened.runAll();
    return async () => opened?.close();
  },
  sides: { "daggr-vscode": once },
  limits: { "daggr-vscode": 1000 },
} satisfies Benchmark;

async function once(): Promise<number> {
  const before = await pid();
  const start = performance.now();
  process.kill(before, "SIGKILL");
  await opened?.runAll();
  const time = performance.now() - start;
  assert.notEqual(await pid(), before);
  return time;
}

async function pid(): Promise<number> {
  return Number((await opened?.state())?.nodes["where"]?.outputs?.["pid"]);
}
