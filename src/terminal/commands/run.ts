import { reportOfLoadFailure, type RunReport } from "../../runtime/headless/run-report.ts";
import type { HeadlessWorkflow, RunOutcome } from "../../runtime/headless/workflow.ts";
import { duration } from "../../runtime/text/duration.ts";
import { openNamed, printFailure, type RecordingOptions } from "../open.ts";
import { exitCode, printJson, printLine, styled, type ExitCode } from "../output.ts";
import { callPrinter, printLogs, progressPrinter } from "../progress.ts";
import { askPerson } from "../questions.ts";
import { callEvents, logEvents, nodeEvents, type RunEvent } from "../run-events.ts";
import { answerWith, mustAsk, parseAnswer } from "../answers.ts";
import type { QueueOptions } from "../queue.ts";
import { parseInput, parsePick, parseValue } from "../arguments.ts";

export interface RunOptions extends RecordingOptions, QueueOptions {
  readonly graph?: string;
  readonly node?: string;
  readonly input: readonly string[];
  /** Nodes that run although their results are fresh. */
  readonly again: readonly string[];
  /** `NODE=ANSWER`: what human steps are told. */
  readonly answer: readonly string[];
  /** `CHOICE=VARIANT` */
  readonly pick: readonly string[];
  /** Nodes that pass their input on. */
  readonly bypass: readonly string[];
  /** Nodes whose results count as fresh. */
  readonly fresh: readonly string[];
  /** Spaces that may run on this machine. */
  readonly allowLocal: readonly string[];
  readonly data?: string;
  readonly anyway?: true;
  readonly json?: true;
  readonly events?: true;
}

/** `daggr run`: exit code 1 where a node failed, 130 where Ctrl-C stopped it. */
export async function runCommand(file: string, options: RunOptions): Promise<ExitCode> {
  const inputs = options.input.map(parseInput);
  const picks = options.pick.map(parsePick);
  const answers = options.answer.map(parseAnswer);
  const outcome = await openNamed(file, options);
  if (outcome.type === "failed") {
    printFailure(outcome.failure);
    printReport(reportOfLoadFailure(options.graph ?? "", outcome.failure), options);
    return exitCode.wrong;
  }
  const { workflow } = outcome;
  try {
    await workflow.setInputs(
      inputs.map(({ node, port, text }) => ({ node, input: port, value: parseValue(text), text })),
    );
    for (const { choice, variant } of picks) await workflow.pick(choice, variant);
    for (const { node } of answers) mustAsk(workflow.graph, node);
    await workflow.answerWith(answerWith(answers, askPerson));
    return await run(workflow, options);
  } finally {
    await workflow.close();
  }
}

async function run(workflow: HeadlessWorkflow, options: RunOptions): Promise<ExitCode> {
  const { json, events } = options;
  if (events) {
    await workflow.onPrinted(logEvents(printJson));
    await workflow.onNodeState(nodeEvents(printJson));
    await workflow.onNodeState(callEvents(printJson));
  } else {
    await workflow.onPrinted(printLogs);
    if (json !== true && process.stderr.isTTY) {
      await workflow.onNodeState(progressPrinter());
      await workflow.onNodeState(callPrinter());
    }
  }
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  const { node, again, bypass, fresh, anyway } = options;
  const outcome = await workflow.run({ node, again, bypass, fresh, anyway, signal: stop.signal });
  process.off("SIGINT", interrupt);
  process.off("SIGTERM", interrupt);
  printReport(outcome.report, options);
  if (!json && !events) printOutcome(outcome);
  if (stop.signal.aborted) return exitCode.interrupted;
  return Object.keys(outcome.report.errors).length > 0 ? exitCode.wrong : exitCode.fine;
}

/** Where a program reads what is printed. */
function printReport(report: RunReport, { json, events }: RunOptions): void {
  if (events) printJson({ event: "report", report } satisfies RunEvent);
  else if (json) printJson(report);
}

function printOutcome({ report, failures }: RunOutcome): void {
  for (const node of Object.keys(report.results)) printResult(report, node);
  for (const { node, failure } of failures) printFailure(failure, node);
}

function printResult({ results, durations, reused, fallbacks, variants }: RunReport, node: string): void {
  const took = reused.includes(node) ? "reused" : duration(durations[node] ?? 0);
  const variant = variants?.[node];
  const how = variant === undefined ? took : `${variant}, ${took}`;
  const why = fallbacks?.[node]?.because;
  printLine(styled("bold", node), "  ", styled("dim", how));
  if (why !== undefined) printLine(styled("yellow", `  from the fallback: ${why}`));
  for (const [port, value] of Object.entries(results[node] ?? {}))
    printLine(`  ${port}: ${typeof value === "string" ? value : JSON.stringify(value)}`);
}
