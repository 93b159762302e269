// Runs the in-host suite in the extension host of the VS Code server: a page has to be open, or there is no such host.
import { readFile, rm } from "node:fs/promises";
import { bundleHostTests, hostTests, hostWorkspace } from "../../scripts/lib/host-bundle.mjs";
import { eventually } from "../support/eventually.ts";
import type { Report } from "../support/report.ts";
import { browser, closeBrowser } from "../workbench/browser.ts";
import { VsCodeServer } from "../workbench/server.ts";

const report = process.env.DAGGR_TEST_REPORT;
if (!report) throw new Error("DAGGR_TEST_REPORT must name the file for the report.");

await rm(report, { force: true });
await bundleHostTests();
const server = await VsCodeServer.start({
  workspace: hostWorkspace,
  testsPath: hostTests,
  env: { DAGGR_TEST_REPORT: report },
});
try {
  const page = await (await browser()).newPage();
  page.on("console", (message) => {
    // The workbench's own lines begin with a colour.
    if (message.type() !== "warning" && !/^%c|^Failed to load/.test(message.text()))
      console.log(message.text());
  });
  await page.goto(server.url);
  const { failed, failures } = await eventually(
    "the suite ends",
    async () => JSON.parse(await readFile(report, "utf8")) as Report,
    8 * 60_000,
  );
  for (const { title, message } of failures) console.log(`\n✘ ${title}\n${message}`);
  if (failed) console.log(await server.logs());
  process.exitCode = failed ? 1 : 0;
} finally {
  await closeBrowser();
  await server.remove();
}
