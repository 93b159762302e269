import { readFile } from "node:fs/promises";
import { findNodeAtLocation, parseTree } from "jsonc-parser";
import { redactValue } from "../failures/secrets.ts";
import { failureOfStep } from "../headless/workflow.ts";
import { execute, type ExecuteOptions, type Execution } from "./execute.ts";
import { keepActual } from "./keep-actual.ts";
import { mismatchOf } from "./matchers/match.ts";
import { outputKey, outputsOf, type RunOutput } from "./outputs.ts";
import { problemsOf } from "./problems.ts";
import type { OutputResult, TestResult } from "./results.ts";
import { cut, lineDiff, portable, shownValue } from "./shown-value.ts";
import { workflowOf, type Expectation, type FoundTest } from "./test-file.ts";
import { keptPath } from "./test-values.ts";

export interface TestOptions extends ExecuteOptions {
  /** A folder for the files of outputs that are not as expected, so that they can be looked at. */
  readonly actual?: string | undefined;
}

/** Runs a test. Services are answered from its recorded calls, so nothing of it needs a network. */
export async function runTest(found: FoundTest, options: TestOptions): Promise<TestResult> {
  const started = Date.now();
  return execute(found, options, async (execution) => {
    const { outputs, problems } = await judge(found, execution);
    if (options.actual !== undefined) await keepActual(options.actual, outputs, execution);
    const stopped = options.signal?.aborted === true;
    const passed = problems.length === 0 && outputs.every(({ status }) => status === "passed");
    return redactValue({
      test: found.name,
      status: stopped ? "stopped" : passed ? "passed" : "failed",
      outputs,
      problems,
      duration: Date.now() - started,
    });
  });
}

/** Compares what a run gave with what the test expects. */
export async function judge(
  found: FoundTest,
  execution: Execution,
): Promise<Pick<TestResult, "outputs" | "problems">> {
  const problem = problemsOf(workflowOf(found));
  if (execution.type === "failed") return { outputs: [], problems: [problem(execution.failure)] };
  const { settled, pathOf } = execution;
  const given = outputsOf(settled);
  const problems = settled
    .flatMap(failureOfStep)
    // What did not run says nothing that its cause does not say.
    .filter(
      ({ failure }) =>
        !settled.some((step) => step.type === "failed" && step.failure === failure && step.because),
    )
    .map(({ node, failure }) => problem(failure, node));
  const lineOf = linesOf(await readFile(found.path, "utf8"));
  const files = { expectedPath: (file: { $file: string }) => keptPath(file, found.path), actualPath: pathOf };
  const outputs: OutputResult[] = [];
  for (const [node, ports] of Object.entries(found.test.expected))
    for (const [port, expectation] of Object.entries(ports)) {
      const output = given.get(outputKey(node, port));
      const judged = await judgeOutput(expectation, output, files, workflowOf(found));
      outputs.push(
        judged === undefined
          ? { node, port, status: "passed" }
          : { node, port, status: "failed", match: expectation.match, ...judged, line: lineOf(node, port) },
      );
    }
  return { outputs, problems };
}

async function judgeOutput(
  expectation: Expectation,
  output: RunOutput | undefined,
  files: Parameters<typeof mismatchOf>[2],
  workflow: string,
) {
  const wanted = shownValue("text" in expectation ? expectation.text : expectation.value);
  if (output === undefined) return { message: "There is no result.", expected: cut(wanted) };
  const value = portable(workflow)(output.value);
  const mismatch = await mismatchOf(expectation, value, files);
  if (mismatch === undefined) return undefined;
  const actual = shownValue(value);
  const oneLine = !wanted.includes("\n") && !actual.includes("\n");
  return {
    message: `The output is not what is expected: ${mismatch}.`,
    expected: cut(wanted),
    actual: cut(actual),
    ...(!oneLine && { diff: await lineDiff(wanted, actual) }),
  };
}

/** Where each expectation stands in a test file. */
function linesOf(text: string): (node: string, port: string) => number {
  const root = parseTree(text);
  return (node, port) => {
    const found = root && findNodeAtLocation(root, ["expected", node, port]);
    return text.slice(0, found?.offset ?? 0).split("\n").length;
  };
}
