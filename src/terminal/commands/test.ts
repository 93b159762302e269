import type { Value } from "../../runtime/values/value.ts";
import { failureOf } from "../../runtime/failures/failure.ts";
import { openNamed, printFailure, type RecordingOptions } from "../open.ts";
import { exitCode, printJson, printLine, type ExitCode } from "../output.ts";
import { parseInput, parseValue } from "../arguments.ts";

export interface TestOptions extends RecordingOptions {
  readonly graph?: string;
  readonly input: readonly string[];
  /** Spaces that may run on this machine. */
  readonly allowLocal: readonly string[];
  readonly json?: true;
}

/** `daggr test`: runs one node alone and prints the shape of its result. */
export async function testCommand(file: string, node: string, options: TestOptions): Promise<ExitCode> {
  const inputs: Record<string, Value> = {};
  for (const text of options.input) {
    // The node is named already, so an input is just `port=value` here.
    const given = parseInput(`${node}.${text}`);
    inputs[given.port] = parseValue(given.text);
  }
  const outcome = await openNamed(file, options);
  if (outcome.type === "failed") {
    printFailure(outcome.failure);
    return exitCode.wrong;
  }
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  try {
    const report = await outcome.workflow.test(node, inputs, stop.signal);
    if (options.json) printJson(report);
    else {
      for (const [port, value] of Object.entries(report.result))
        printLine(`${port}: ${JSON.stringify(value)}`);
      printLine(report.type);
    }
    return exitCode.fine;
  } catch (error) {
    printFailure(failureOf(error), node);
    return exitCode.wrong;
  } finally {
    await outcome.workflow.close();
  }
}
