import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** The report of a test layer to the script that runs it. */
export interface Report {
  readonly passed: number;
  readonly failed: number;
  /** Titles of tests that were skipped. */
  readonly pending: readonly string[];
  readonly failures: readonly { readonly title: string; readonly message: string }[];
}

/** Writes the report of a run when it ends. A missing report means that the run did not end. */
export function writeReport(runner: Mocha.Runner, path: string): void {
  const failures: { title: string; message: string }[] = [];
  const pending: string[] = [];
  let passed = 0;
  runner.on("pass", () => (passed += 1));
  runner.on("pending", (test) => pending.push(test.fullTitle()));
  runner.on("fail", (test, error: Error) =>
    failures.push({ title: test.fullTitle(), message: error.stack ?? error.message }),
  );
  runner.on("end", () => {
    const report: Report = { passed, failed: failures.length, pending, failures };
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(report, null, 2));
  });
}
