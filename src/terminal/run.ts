import { duration } from "../runtime/text/duration.ts";
import type { Scope } from "../runtime/plan/planner.ts";
import type { Settled } from "../runtime/run/run.ts";
import type { StepFailure } from "../runtime/failures/failure.ts";
import { resolveGraph } from "../runtime/plan/resolved-graph.ts";
import { openWorkflow, printFailure, type Opened } from "./engine.ts";
import { inputChanges } from "./inputs.ts";
import { exitCode, printJson, printLine, styled, type ExitCode } from "./output.ts";
import { tellProgress } from "./progress.ts";
import { askPerson } from "./questions.ts";
import { errorOf, keepFiles, reportOf, type RunReport } from "./report.ts";
import { parseInput, UsageError, type GivenInput } from "./usage.ts";

export interface RunOptions {
  readonly graph?: string;
  readonly node?: string;
  readonly input: readonly string[];
  readonly data?: string;
  readonly json?: true;
}

/** `daggr run`: exit code 1 where a node failed, 130 where Ctrl-C stopped it. */
export async function runCommand(file: string, options: RunOptions): Promise<ExitCode> {
  const given = options.input.map(parseInput);
  const opened = await openWorkflow(file, options);
  try {
    if ("failure" in opened) {
      printFailure(opened.failure);
      if (options.json) printJson(failedToLoad(options.graph ?? "", opened.failure));
      return exitCode.wrong;
    }
    return await runOpened(opened, given, options);
  } finally {
    await opened.assembled.stop();
  }
}

function failedToLoad(graph: string, failure: StepFailure): RunReport {
  return { graph, results: {}, errors: { "": errorOf(failure) }, durations: {}, reused: [] };
}

async function runOpened(
  { assembled, session }: Opened,
  given: readonly GivenInput[],
  options: RunOptions,
): Promise<ExitCode> {
  const graph = session.graph!;
  const { media } = assembled.engine.context.parts;
  const sheet = await session.openSheet();
  sheet.data.change(...(await inputChanges(graph, given, media)));
  sheet.view.rebuild();
  sheet.questions.answerer = askPerson;
  tellProgress(sheet, options.json === true || !process.stderr.isTTY);
  const run = await session.run(sheet, scopeOf(options, graph));
  let interrupted = false;
  const interrupt = (): void => {
    interrupted = true;
    run.stop();
  };
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  const settled = await run.done;
  process.off("SIGINT", interrupt);
  process.off("SIGTERM", interrupt);
  await session.saved();

  const kept = options.data === undefined ? await keepFiles(outputsOf(settled), media) : media;
  const report = reportOf(graph.name, settled, kept);
  if (options.json) printJson(report);
  else printReport(report, settled);
  if (interrupted) return exitCode.interrupted;
  return Object.keys(report.errors).length > 0 ? exitCode.wrong : exitCode.fine;
}

function scopeOf({ node }: RunOptions, graph: Parameters<typeof resolveGraph>[0]): Scope {
  if (node === undefined) return { type: "all" };
  const { byName } = resolveGraph(graph, {});
  if (byName.has(node)) return { type: "to", nodes: [node] };
  throw new UsageError(
    `The graph '${graph.name}' has no node '${node}'. It has ${[...byName.keys()].join(", ")}.`,
  );
}

function outputsOf(settled: readonly Settled[]) {
  return settled.flatMap((one) => ("record" in one && one.record !== undefined ? [one.record.outputs] : []));
}

function printReport({ results, durations, reused }: RunReport, settled: readonly Settled[]): void {
  for (const [node, ports] of Object.entries(results)) {
    const how = reused.includes(node) ? "reused" : duration(durations[node] ?? 0);
    printLine(`${styled("bold", node, process.stdout)}  ${styled("dim", how, process.stdout)}`);
    for (const [port, value] of Object.entries(ports))
      printLine(`  ${port}: ${typeof value === "string" ? value : JSON.stringify(value)}`);
  }
  for (const one of settled)
    if (one.type === "failed") printFailure(one.failure, one.planNode.choice ?? one.planNode.name);
}
