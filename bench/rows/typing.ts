import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleForHost, hostWorkspace } from "../../scripts/lib/host-bundle.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { eventually } from "../../test/support/eventually.ts";
import { browser, closeBrowser } from "../../test/workbench/browser.ts";
import { VsCodeServer } from "../../test/workbench/server.ts";
import type { Benchmark } from "../benchmark.ts";
import type { TypingReport } from "../host/typing.ts";

let report: Promise<TypingReport> | undefined;

/** Typing into a workflow of 500 lines with 40 nodes, in a real extension host, warm. */
export default [
  {
    title: "from a key press to Problems, 40 nodes, 500 lines",
    runs: 1,
    // A person is the measure here, not another program.
    limits: { "until VS Code has them": { p95: 200 } },
    remark:
      "A pause of 200 ms is what a person does not notice. It is the check of the language worker (see the row of the check), and the way of the text and the answer through the extension host. Next step: types of daggr that TypeScript checks in fewer steps.",
    sides: {
      "until VS Code has them": async () => (await typed()).latencies.map(({ problems }) => problems),
      "until extensions hear of them: VS Code waits 50 ms": async () =>
        (await typed()).latencies.map(({ event }) => event),
    },
  },
  {
    title: "pieces of our code in the host while 1,000 keys are pressed",
    runs: 1,
    limits: { "while its thread runs": { max: 20 } },
    remark: "The host serves all extensions, so no piece of our code may keep it.",
    sides: {
      "while its thread runs": async () => (await typed()).slices.map(({ running }) => running),
      "by the clock": async () => (await typed()).slices.map(({ clock }) => clock),
    },
  },
  {
    title: "used heap after a collection",
    runs: 1,
    unit: "MB",
    limits: { "language worker": 250 },
    remark: "It is what TypeScript keeps of its own libraries, Node's types and daggr's.",
    sides: { "language worker": async () => (await typed()).heapUsed / 1e6 },
  },
] satisfies Benchmark[];

function typed(): Promise<TypingReport> {
  return (report ??= measured());
}

async function measured(): Promise<TypingReport> {
  const folder = await mkdtemp(join(tmpdir(), "daggr-bench-"));
  const path = join(folder, "report.json");
  await bundleForHost(["bench/host/typing.ts"]);
  const server = await VsCodeServer.start({
    workspace: hostWorkspace,
    testsPath: inRoot("out/bench/host/typing.cjs"),
    env: { DAGGR_TEST_REPORT: path },
  });
  try {
    await (await (await browser()).newPage()).goto(server.url);
    const read = async () => JSON.parse(await readFile(path, "utf8")) as TypingReport;
    return await eventually("the keys are typed", read, 8 * 60_000);
  } finally {
    await closeBrowser();
    await server.remove();
    await rm(folder, { recursive: true });
  }
}
