// @ts-check
// `npm run test:desktop`: the in-host suite in a desktop VS Code, downloaded by @vscode/test-electron.
// VSCODE_VERSION chooses another than the newest stable one.
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installDependencies } from "./lib/npm.mjs";
import { root } from "./lib/paths.mjs";
import { run } from "./lib/run.mjs";

await installDependencies();
await run(process.execPath, ["scripts/build.mjs"], { cwd: root, what: "npm run build" });
// What is not Node's own can be imported only now.
const { bundleHostTests, hostTests, hostWorkspace } = await import("./lib/host-bundle.mjs");
const { runTests } = await import("@vscode/test-electron");
await bundleHostTests();
const userData = await mkdtemp(join(tmpdir(), "daggr-desktop-"));
await mkdir(join(userData, "User"));
// A question would stand in the way of what a test looks for.
await writeFile(join(userData, "User", "settings.json"), JSON.stringify({ "daggr.types": "off" }));
try {
  process.exitCode = await runTests({
    version: process.env.VSCODE_VERSION || "stable",
    extensionDevelopmentPath: root,
    extensionTestsPath: hostTests,
    launchArgs: [
      hostWorkspace,
      "--disable-extensions",
      "--disable-workspace-trust",
      `--user-data-dir=${userData}`,
    ],
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(
    "Desktop VS Code could not be downloaded or failed. `npm test` runs the same suite without a download.",
  );
  process.exitCode = 1;
}
