import { duration } from "../../runtime/text/duration.ts";
import type { OutputResult, RunProblem, TestReport, TestResult } from "../../runtime/tests/results.ts";
import { testSuffix } from "../../runtime/tests/test-paths.ts";
import { printLine, styled } from "../output.ts";

export const reporters = ["text", "json", "junit"] as const;

/** One test as a person reads it. */
export function printTest({ test, status, outputs, problems, duration: took }: TestResult): void {
  printLine(mark(status), ` ${test}  `, styled("dim", duration(took)));
  for (const problem of problems) printProblem(problem);
  for (const output of outputs) if (output.status === "failed") printOutput(test, output);
}

export function printSummary({ loads, tests }: TestReport): void {
  if (loads.status === "failed") {
    printLine(mark("failed"), " does not load");
    printProblem(loads.problem);
  }
  const count = (wanted: TestResult["status"]) => tests.filter(({ status }) => status === wanted).length;
  const counts = (["passed", "failed", "stopped"] as const).map((status) => `${count(status)} ${status}`);
  printLine(styled("bold", counts.filter((text) => !text.startsWith("0 ")).join(", ") || "no test ran"));
}

function mark(status: TestResult["status"]) {
  if (status === "passed") return styled("green", "✓");
  return status === "failed" ? styled("red", "✗") : styled("yellow", "■");
}

function printProblem({ node, message, help, at }: RunProblem): void {
  const where = at === undefined ? "" : ` (${at.file}:${at.line})`;
  printLine("  ", styled("red", `${node === undefined ? "" : `${node}: `}${message}${where}`));
  if (help !== undefined) printLine(`    ${help}`);
}

function printOutput(test: string, output: Extract<OutputResult, { status: "failed" }>): void {
  const { node, port, message, expected, actual, diff, line } = output;
  printLine("  ", styled("red", `${node}.${port}: ${message}`), ` (${test}${testSuffix}:${line})`);
  const lines = diff ?? [`-${expected}`, ...(actual === undefined ? [] : [`+${actual}`])].join("\n");
  for (const one of lines.split("\n"))
    printLine(
      "    ",
      one.startsWith("+") ? styled("green", one) : one.startsWith("-") ? styled("red", one) : one,
    );
}
