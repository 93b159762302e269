import { basename, dirname } from "node:path";
import { openWorkflow } from "../headless/workflow.ts";
import { progressTeller } from "../headless/progress-text.ts";
import type { BrokenTest, FoundTests } from "./find-tests.ts";
import { problemsOf } from "./problems.ts";
import type { TestEvent, TestReport, TestResult } from "./results.ts";
import { runTest, type TestOptions } from "./run-test.ts";
import { readTest, type FoundTest } from "./test-file.ts";
import { updateTest, type UpdateOptions } from "./update-test.ts";

export interface RunTestsOptions extends Omit<TestOptions, "inspect">, Pick<UpdateOptions, "outputs"> {
  /** Absolute path of the workflow file. */
  readonly file: string;
  readonly graph?: string | undefined;
  /** Takes what comes out for what is expected, and runs the tests then. */
  readonly update?: boolean | undefined;
  /** The workflow of each test waits for a debugger before it is loaded. */
  readonly inspect?: boolean | undefined;
  readonly onEvent: (event: TestEvent) => void;
}

/** Looks whether a workflow can be loaded, and runs tests of it, one after another. */
export async function runTests({ tests, broken }: FoundTests, options: RunTestsOptions): Promise<TestReport> {
  const { file, signal, onEvent } = options;
  const loads = await loadsOf(options);
  const results = broken.map(brokenResult);
  for (const result of results) onEvent({ event: "ended", result });
  for (const found of tests) {
    if (signal?.aborted) break;
    onEvent({ event: "started", test: found.name });
    const result = await runOne(found, options);
    onEvent({ event: "ended", result });
    results.push(result);
  }
  const report: TestReport = { workflow: basename(file), loads, tests: results };
  onEvent({ event: "report", report });
  return report;
}

async function runOne(found: FoundTest, options: RunTestsOptions): Promise<TestResult> {
  const { inspect, update, onEvent } = options;
  const tell = progressTeller();
  const told: TestOptions = {
    ...options,
    inspect: inspect ? (port) => onEvent({ event: "inspect", test: found.name, port }) : undefined,
    onNodeState: (node, change) => {
      const text = tell(node, change);
      if (text !== undefined) onEvent({ event: "progress", test: found.name, node, text });
      options.onNodeState?.(node, change);
    },
  };
  if (!update) return runTest(found, told);
  const result = await updateTest(found, { ...told, outputs: options.outputs });
  onEvent({ event: "updated", result });
  return runTest(await readTest(found.path), told);
}

async function loadsOf({
  file,
  graph,
  cache,
  dist,
  settings,
  credentials,
}: RunTestsOptions): Promise<TestReport["loads"]> {
  const folder = dirname(file);
  const log = () => {};
  const opened = await openWorkflow({ file, graph, folder, cache, dist, settings, credentials, log });
  if (opened.type === "failed") return { status: "failed", problem: problemsOf(file)(opened.failure) };
  await opened.workflow.close();
  return { status: "passed" };
}

function brokenResult({ name, message }: BrokenTest): TestResult {
  return { test: name, status: "failed", outputs: [], problems: [{ message }], duration: 0 };
}

/** Whether all is well. */
export function passed({ loads, tests }: TestReport): boolean {
  return loads.status === "passed" && tests.every(({ status }) => status === "passed");
}
