import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleForHost, hostWorkspace } from "../../scripts/lib/host-bundle.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { eventually } from "../../test/support/eventually.ts";
import { browser, closeBrowser } from "../../test/workbench/browser.ts";
import { VsCodeServer } from "../../test/workbench/server.ts";
import type { Benchmark } from "../benchmark.ts";
import type { ActivationReport, ActivationTimes } from "../host/activation.ts";

let server: VsCodeServer | undefined;
let reportFile = "";
/** Of the present run. */
let times: { readonly ours: ActivationTimes; readonly theirs: ActivationTimes } | undefined;

const whole = "the whole";
const theirs = "the whole of a small one of VS Code's own: Media Preview";

/** Each time in a new extension host. */
export default {
  title: "activation",
  runs: 5,
  quick: 2,
  async prepare() {
    const folder = await mkdtemp(join(tmpdir(), "daggr-bench-"));
    reportFile = join(folder, "report.json");
    await bundleForHost(["bench/host/activation.ts"]);
    const started = await VsCodeServer.start({
      workspace: hostWorkspace,
      testsPath: inRoot("out/bench/host/activation.cjs"),
      extension: await waitingExtension(folder),
      env: { DAGGR_TEST_REPORT: reportFile },
    });
    server = started;
    return async () => {
      await closeBrowser();
      await started.remove();
      await rm(folder, { recursive: true });
    };
  },
  sides: {
    [whole]: async () => (times = await measured()).ours.whole,
    "of which loading extension.cjs": () => Promise.resolve(times?.ours.load ?? NaN),
    "of which activate()": () => Promise.resolve(times?.ours.activate ?? NaN),
    [theirs]: () => Promise.resolve(times?.theirs.whole ?? NaN),
  },
  limits: { [whole]: { times: 2, of: theirs } },
  remark:
    "Our script and activate() are the smaller part. The rest is what VS Code does between its window and the extension host, for its own extension too.",
} satisfies Benchmark;

/** This extension, except that VS Code does not activate it by itself at its start. */
async function waitingExtension(folder: string): Promise<string> {
  const extension = join(folder, "waiting");
  await mkdir(extension);
  const manifest = JSON.parse(await readFile(inRoot("package.json"), "utf8")) as object;
  await writeFile(join(extension, "package.json"), JSON.stringify({ ...manifest, activationEvents: [] }));
  // No links: VS Code finds out by the path of a module which extension it belongs to.
  for (const name of ["dist", "media", "syntaxes", "package.nls.json"])
    await cp(inRoot(name), join(extension, name), { recursive: true });
  return extension;
}

async function measured(): Promise<NonNullable<typeof times>> {
  await rm(reportFile, { force: true });
  const page = await (await browser()).newPage();
  await page.goto(server?.url ?? "");
  const text = await eventually("the extension is active", () => readFile(reportFile, "utf8"), 60_000);
  await page.close();
  const report = JSON.parse(text) as ActivationReport;
  if (report.type === "failed") throw new Error(report.why);
  return report;
}
