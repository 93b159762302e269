import { readdirSync } from "node:fs";
import { join } from "node:path";
import { writeReport } from "../support/report.ts";

/** What VS Code calls inside the extension host: runs every test file of this folder. Rejects if one fails. */
export async function run(): Promise<void> {
  const { default: Mocha } = await import("mocha");
  const grep = process.env["DAGGR_TEST_GREP"];
  const mocha = new Mocha({
    ui: "bdd",
    color: false,
    timeout: 60_000,
    forbidOnly: true,
    ...(grep && { grep }),
  });
  for (const name of readdirSync(__dirname, { recursive: true, encoding: "utf8" })) {
    if (name.endsWith(".test.cjs")) mocha.addFile(join(__dirname, name));
  }
  await mocha.loadFilesAsync();
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    // Written when the last test ends, which is before VS Code ends this process.
    if (process.env.DAGGR_TEST_REPORT) writeReport(runner, process.env.DAGGR_TEST_REPORT);
  });
  if (failures) throw new Error(`${failures} tests failed.`);
}
