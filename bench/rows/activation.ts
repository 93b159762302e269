import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleForHost, hostWorkspace } from "../../scripts/lib/host-bundle.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { eventually } from "../../test/support/eventually.ts";
import { browser, closeBrowser } from "../../test/workbench/browser.ts";
import { VsCodeServer } from "../../test/workbench/server.ts";
import type { Benchmark } from "../benchmark.ts";
import type { ActivationTimes } from "../host/activation.ts";

let server: VsCodeServer | undefined;
let report = "";

/** Each time in a new extension host. */
export default {
  title: "activation",
  runs: 5,
  async prepare() {
    const folder = await mkdtemp(join(tmpdir(), "daggr-bench-"));
    report = join(folder, "milliseconds");
    await bundleForHost(["bench/host/activation.ts"]);
    const started = await VsCodeServer.start({
      workspace: hostWorkspace,
      testsPath: inRoot("out/bench/host/activation.cjs"),
      env: { DAGGR_TEST_REPORT: report },
    });
    server = started;
    return async () => {
      await closeBrowser();
      await started.remove();
      await rm(folder, { recursive: true });
    };
  },
  sides: {
    "loading extension.cjs": async () => (await measured()).load,
    "activate()": async () => (await measured()).activate,
    "with what VS Code does around it": async () => (await measured()).whole,
  },
  limits: { "activate()": 50 },
} satisfies Benchmark;

async function measured(): Promise<ActivationTimes> {
  await rm(report, { force: true });
  const page = await (await browser()).newPage();
  await page.goto(server?.url ?? "");
  const times = await eventually("the extension is active", async () => readFile(report, "utf8"));
  await page.close();
  return JSON.parse(times) as ActivationTimes;
}
