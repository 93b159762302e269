import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** The report of a test layer to the script that runs it. */
export interface Report {
  readonly passed: number;
  readonly failed: number;
  /** Titles of tests that were skipped. */
  readonly pending: readonly string[];
  readonly failures: readonly { readonly title: string; readonly message: string }[];
  /** How long each test file took, its hooks included. */
  readonly files: readonly { readonly file: string; readonly seconds: number }[];
}

/** Writes the report of a run when it ends. A missing report means that the run did not end. */
export function writeReport(runner: Mocha.Runner, path: string): void {
  const failures: { title: string; message: string }[] = [];
  const pending: string[] = [];
  let passed = 0;
  const milliseconds = new Map<string, number>();
  let start = 0;
  runner.on("suite", (suite) => {
    if (suite.parent?.root) start = performance.now();
  });
  runner.on("suite end", ({ parent, file }) => {
    if (!parent?.root || file === undefined) return;
    milliseconds.set(file, (milliseconds.get(file) ?? 0) + performance.now() - start);
  });
  runner.on("pass", () => (passed += 1));
  runner.on("pending", (test) => pending.push(test.fullTitle()));
  runner.on("fail", (test, error: Error) =>
    failures.push({ title: test.fullTitle(), message: error.stack ?? error.message }),
  );
  runner.on("end", () => {
    const files = [...milliseconds].map(([file, took]) => ({ file, seconds: took / 1000 }));
    const report: Report = { passed, failed: failures.length, pending, failures, files };
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(report, null, 2));
  });
}
