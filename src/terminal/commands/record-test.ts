import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import type { HeadlessWorkflow } from "../../runtime/headless/workflow.ts";
import type { RecordOptions } from "../../runtime/tests/record-test.ts";
import { isTestName } from "../../runtime/tests/test-paths.ts";
import { answerWith, mustAsk, parseAnswer } from "../answers.ts";
import { mustExist, parseInput, parsePick, parseValue, UsageError } from "../arguments.ts";
import { localSpaces } from "../local-spaces.ts";
import { askingCredentials } from "../logins.ts";
import { openNamed, printFailure, settings } from "../open.ts";
import { exitCode, printJson, printLine, printNote, styled, type ExitCode } from "../output.ts";
import { progressPrinter } from "../progress.ts";
import { askPerson } from "../questions.ts";
import { cacheFolder, distFolder, servedData } from "../surroundings.ts";

export interface RecordTestOptions {
  readonly graph?: string;
  readonly input: readonly string[];
  readonly pick: readonly string[];
  readonly answer: readonly string[];
  /** Name of a sheet whose inputs, picks and answers are taken. */
  readonly sheet?: string;
  /** Folder that keeps the sheet. */
  readonly data?: string;
  /** A recording that answers calls. */
  readonly calls?: string;
  /** With `calls`: calls that are not in it are made. */
  readonly live?: true;
  readonly allowLocal: readonly string[];
  readonly json?: true;
}

/** `daggr record-test`: runs a workflow once and writes that as a test. Exit code 1 where a node failed: nothing is written then. */
export async function recordTestCommand(
  path: string,
  name: string,
  options: RecordTestOptions,
): Promise<ExitCode> {
  const file = resolve(path);
  await mustExist([file]);
  mustBeName(name);
  if (options.live && options.calls === undefined)
    throw new UsageError(
      "--live is for calls that a recording does not have. Name the recording by --calls FOLDER, or leave --live out.",
    );
  const inputs = options.input.map(parseInput);
  const picks = options.pick.map(parsePick);
  const answers = options.answer.map(parseAnswer);
  const prepare = async (workflow: HeadlessWorkflow) => {
    await workflow.setInputs(
      inputs.map(({ node, port, text }) => ({ node, input: port, value: parseValue(text), text })),
    );
    for (const { choice, variant } of picks) await workflow.pick(choice, variant);
    for (const { node } of answers) mustAsk(workflow.graph, node);
  };
  const setup = await setupOfSheet(path, options);
  if (setup === "failed") return exitCode.wrong;
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  const { recordTest } = await import("../../runtime/tests/record-test.ts");
  const outcome = await recordTest({
    ...{ file, name, graph: options.graph, folder: process.cwd(), setup, prepare },
    ...{ cache: cacheFolder(), dist: distFolder, settings: settings(), credentials: askingCredentials },
    ...(options.calls !== undefined && { calls: resolve(options.calls), liveCalls: options.live }),
    askLocalSpace: localSpaces(options.allowLocal),
    ask: answerWith(answers, askPerson),
    signal: stop.signal,
    onNodeState: process.stderr.isTTY && !options.json ? progressPrinter() : undefined,
    log: printNote,
  });
  process.off("SIGINT", interrupt);
  process.off("SIGTERM", interrupt);
  if (outcome.type === "stopped") return exitCode.interrupted;
  if (outcome.type === "failed") {
    for (const { node, failure } of outcome.failures) printFailure(failure, node);
    printNote("No test was written: it has to be one of a run that succeeds.");
    if (options.json)
      printJson({ failures: outcome.failures.map(({ node, failure: { message } }) => ({ node, message })) });
    return exitCode.wrong;
  }
  const { found } = outcome;
  const outputs = Object.values(found.test.expected).flatMap((ports) => Object.keys(ports)).length;
  if (options.json) printJson({ test: name, file: basename(found.path), outputs });
  else {
    printLine(styled("bold", basename(found.path)), `  ${outputs} output${outputs === 1 ? "" : "s"}`);
    printNote(`It runs without a network: daggr test ${path} --test ${JSON.stringify(name)}`);
  }
  return exitCode.fine;
}

/** It becomes the name of a file and of a folder. */
function mustBeName(name: string): void {
  if (isTestName(name)) return;
  throw new UsageError(
    `'${name}' cannot be the name of a test, since a file and a folder are called so. Take letters, digits, spaces and dashes.`,
  );
}

/** What a kept sheet was given. */
async function setupOfSheet(
  path: string,
  { sheet, data, graph }: RecordTestOptions,
): Promise<RecordOptions["setup"] | "failed"> {
  if (sheet === undefined && data === undefined) return undefined;
  const folder = data === undefined ? servedData(resolve(path)) : resolve(data);
  if (!existsSync(folder))
    throw new UsageError(
      `No sheets are kept in '${folder}'. Name the folder of 'daggr serve' or 'daggr run --data FOLDER' by --data.`,
    );
  const opened = await openNamed(path, { graph, sheet, data: folder, allowLocal: [] });
  if (opened.type === "failed") {
    printFailure(opened.failure);
    return "failed";
  }
  const { workflow } = opened;
  try {
    // The files stay in the folder when it is closed.
    return { of: await workflow.setup(), pathOf: (file) => workflow.pathOf(file) };
  } finally {
    await workflow.close();
  }
}
