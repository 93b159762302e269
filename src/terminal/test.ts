import type { Value } from "../runtime/values/value.ts";
import { failureOf } from "../runtime/failures/failure.ts";
import { openWorkflow, printFailure } from "./engine.ts";
import { exitCode, printJson, printLine, type ExitCode } from "./output.ts";
import { asPaths, keepFiles } from "./report.ts";
import { parseInput, parseValue } from "./usage.ts";

export interface TestOptions {
  readonly graph?: string;
  readonly input: readonly string[];
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
  const opened = await openWorkflow(file, options);
  try {
    if ("failure" in opened) {
      printFailure(opened.failure);
      return exitCode.wrong;
    }
    const interrupted = new AbortController();
    process.once("SIGINT", () => {
      interrupted.abort();
    });
    const { result, type } = await opened.session.test(node, inputs, interrupted.signal);
    const media = await keepFiles([result], opened.assembled.engine.context.parts.media);
    const shown = asPaths(result, media);
    if (options.json) printJson({ node, result: shown, type });
    else {
      for (const [port, value] of Object.entries(shown)) printLine(`${port}: ${JSON.stringify(value)}`);
      printLine(type);
    }
    return exitCode.fine;
  } catch (error) {
    printFailure(failureOf(error), node);
    return exitCode.wrong;
  } finally {
    await opened.assembled.stop();
  }
}
