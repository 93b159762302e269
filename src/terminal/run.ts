import { reportOfLoadFailure, type RunReport } from "../runtime/headless/run-report.ts";
import type { HeadlessWorkflow, RunOutcome } from "../runtime/headless/workflow.ts";
import { duration } from "../runtime/text/duration.ts";
import { openNamed, printFailure } from "./open.ts";
import { exitCode, printJson, printLine, styled, type ExitCode } from "./output.ts";
import { printLogs, progressPrinter } from "./progress.ts";
import { askPerson } from "./questions.ts";
import { parseInput, parseValue } from "./arguments.ts";

export interface RunOptions {
  readonly graph?: string;
  readonly node?: string;
  readonly input: readonly string[];
  /** Nodes that run although their results are fresh. */
  readonly again: readonly string[];
  /** Spaces that may run on this machine. */
  readonly allowLocal: readonly string[];
  readonly data?: string;
  readonly anyway?: true;
  readonly json?: true;
}

/** `daggr run`: exit code 1 where a node failed, 130 where Ctrl-C stopped it. */
export async function runCommand(file: string, options: RunOptions): Promise<ExitCode> {
  const inputs = options.input.map(parseInput);
  const outcome = await openNamed(file, options);
  if (outcome.type === "failed") {
    printFailure(outcome.failure);
    if (options.json) printJson(reportOfLoadFailure(options.graph ?? "", outcome.failure));
    return exitCode.wrong;
  }
  const { workflow } = outcome;
  try {
    await workflow.setInputs(
      inputs.map(({ node, port, text }) => ({ node, input: port, value: parseValue(text), text })),
    );
    return await run(workflow, options);
  } finally {
    await workflow.close();
  }
}

async function run(workflow: HeadlessWorkflow, { node, again, json, anyway }: RunOptions): Promise<ExitCode> {
  await workflow.answerWith(askPerson);
  await workflow.onPrinted(printLogs);
  if (json !== true && process.stderr.isTTY) await workflow.onNodeState(progressPrinter());
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  const outcome = await workflow.run({ node, again, anyway, signal: stop.signal });
  process.off("SIGINT", interrupt);
  process.off("SIGTERM", interrupt);
  if (json) printJson(outcome.report);
  else printOutcome(outcome);
  if (stop.signal.aborted) return exitCode.interrupted;
  return Object.keys(outcome.report.errors).length > 0 ? exitCode.wrong : exitCode.fine;
}

function printOutcome({ report, failures }: RunOutcome): void {
  for (const node of Object.keys(report.results)) printResult(report, node);
  for (const { node, failure } of failures) printFailure(failure, node);
}

function printResult({ results, durations, reused }: RunReport, node: string): void {
  const how = reused.includes(node) ? "reused" : duration(durations[node] ?? 0);
  printLine(styled("bold", node), "  ", styled("dim", how));
  for (const [port, value] of Object.entries(results[node] ?? {}))
    printLine(`  ${port}: ${typeof value === "string" ? value : JSON.stringify(value)}`);
}
