import { resolve } from "node:path";
import { findTests, type FoundTests } from "../../runtime/tests/find-tests.ts";
import type { TestEvent, TestReport } from "../../runtime/tests/results.ts";
import { passed } from "../../runtime/tests/run-tests.ts";
import { didYouMean } from "../../runtime/text/similarity.ts";
import type { TestOptions } from "./test.ts";
import { mustExist, UsageError } from "../arguments.ts";
import { settings } from "../open.ts";
import { exitCode, printJson, printLine, printNote, styled, type ExitCode } from "../output.ts";
import { cacheFolder, credentials, distFolder } from "../surroundings.ts";
import { junitOf } from "../tests/junit.ts";
import { printSummary, printTest, type reporters } from "../tests/report.ts";

export interface TestsOptions {
  readonly graph?: string;
  /** Names of tests. */
  readonly test: readonly string[];
  readonly update?: true;
  /** `NODE.PORT`: with `update`, only these. */
  readonly output: readonly string[];
  /** Folder for files that are not as expected. */
  readonly actual?: string;
  readonly loadOnly?: true;
  /** Waits for a JavaScript debugger. */
  readonly inspect?: true;
  readonly reporter?: (typeof reporters)[number];
  readonly json?: true;
  readonly events?: true;
}

/** Options that only a test of one node takes. */
type OptionsOfNodes = Partial<Pick<TestOptions, "record" | "replay" | "input" | "allowLocal">>;

/** `daggr test FILE`: runs the recorded tests beside a workflow, without a network. Exit code 1 where one failed. */
export async function testsCommand(path: string, options: TestsOptions & OptionsOfNodes): Promise<ExitCode> {
  mustBeForTests(options, path);
  const file = resolve(path);
  await mustExist([file]);
  const found = chosen(await findTests(file), path, options);
  const outputs = options.output.map(parseOutput);
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  const { runTests } = await import("../../runtime/tests/run-tests.ts");
  const report = await runTests(found, {
    ...{
      file,
      graph: options.graph,
      cache: cacheFolder(),
      dist: distFolder,
      settings: settings(),
      credentials,
    },
    inspect: options.inspect,
    ...{ update: options.update, outputs: outputs.length > 0 ? outputs : undefined, signal: stop.signal },
    actual: options.actual === undefined ? undefined : resolve(options.actual),
    onEvent: listener(options),
  });
  process.off("SIGINT", interrupt);
  process.off("SIGTERM", interrupt);
  printReport(report, options);
  if (stop.signal.aborted) return exitCode.interrupted;
  return passed(report) ? exitCode.fine : exitCode.wrong;
}

/**
 * A recorded test has its own inputs and calls.
 *
 * @throws {UsageError} where an option has no effect without a node
 */
function mustBeForTests({ record, replay, input = [], allowLocal = [] }: OptionsOfNodes, path: string): void {
  const given = [
    ...(record === undefined ? [] : ["--record"]),
    ...(replay === undefined ? [] : ["--replay"]),
    ...(input.length > 0 ? ["--input"] : []),
    ...(allowLocal.length > 0 ? ["--allow-local"] : []),
  ];
  const [option] = given;
  if (option === undefined) return;
  const again =
    option === "--replay"
      ? `To make a test from this recording: daggr record-test ${path} NAME --calls ${replay}`
      : `To make a test again with other inputs or calls: daggr record-test ${path} NAME`;
  throw new UsageError(
    `${option} is for the test of one node, since recorded tests have their own inputs and calls. Name the node: daggr test ${path} NODE ${option} … ${again}`,
  );
}

/** @throws {UsageError} where there is nothing to run */
function chosen(
  { tests, broken }: FoundTests,
  path: string,
  { test: wanted, loadOnly }: TestsOptions,
): FoundTests {
  if (loadOnly) return { tests: [], broken: [] };
  const names = [...tests, ...broken].map(({ name }) => name);
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`There is no test '${unknown}' beside '${path}'.${didYouMean(unknown, names)}`);
  if (names.length === 0)
    throw new UsageError(
      `There are no tests beside '${path}'. Make one: daggr record-test ${path} NAME. To test one node, name it: daggr test ${path} NODE.`,
    );
  const isWanted = ({ name }: { readonly name: string }) => wanted.length === 0 || wanted.includes(name);
  return { tests: tests.filter(isWanted), broken: broken.filter(isWanted) };
}

function parseOutput(text: string): { readonly node: string; readonly port: string } {
  const dot = text.lastIndexOf(".");
  if (dot <= 0) throw new UsageError(`'${text}' is no output. Write --output NODE.PORT.`);
  return { node: text.slice(0, dot), port: text.slice(dot + 1) };
}

function listener({ events, json, reporter = json ? "json" : "text" }: TestsOptions) {
  return (event: TestEvent): void => {
    if (events) printJson(event);
    else if (event.event === "inspect")
      printNote(`${event.test} waits for a JavaScript debugger at 127.0.0.1:${event.port}.`);
    else if (event.event === "updated")
      for (const { node, port } of event.result.updated)
        printNote(styled("yellow", "updated"), ` ${event.result.test}: ${node}.${port}`);
    else if (event.event === "ended" && reporter === "text") printTest(event.result);
  };
}

function printReport(report: TestReport, { events, json, reporter = json ? "json" : "text" }: TestsOptions) {
  if (events) return;
  if (reporter === "json") printJson(report);
  else if (reporter === "junit") printLine(junitOf(report).trimEnd());
  else printSummary(report);
}
