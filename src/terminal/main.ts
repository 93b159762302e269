import { Command, CommanderError } from "commander";
import { InvalidRequestError } from "../runtime/headless/input-changes.ts";
import { surviveStrayFailures } from "../runtime/failures/stray-failures.ts";
import { version } from "../../package.json";
import { assistantsCommands } from "./declarations/assistants.ts";
import { checkingCommands } from "./declarations/checking.ts";
import { examples, type Finish } from "./declarations/options.ts";
import { runningCommands } from "./declarations/running.ts";
import { servingCommands } from "./declarations/serving.ts";
import { sharingCommands } from "./declarations/sharing.ts";
import { testingCommands } from "./declarations/testing.ts";
import { workersCommands } from "./declarations/workers.ts";
import { UsageError } from "./arguments.ts";
import { exitCode, printJson, printNote, styled, type ExitCode } from "./output.ts";

function program(finish: Finish): Command {
  const daggr = new Command("daggr")
    .description(
      "Serves, checks and runs Daggr workflow files: the engine of the VS Code extension, without VS Code.",
    )
    .version(version)
    .exitOverride()
    .showHelpAfterError("(see: daggr --help)")
    .addHelpText(
      "after",
      `${examples(
        "daggr workflow.ts",
        "daggr check workflow.ts",
        'daggr run workflow.ts --node cutout --input "painter.prompt=A red fox"',
      )}\n\nMore of a command: daggr help run`,
    );
  checkingCommands(daggr, finish);
  runningCommands(daggr, finish);
  testingCommands(daggr, finish);
  servingCommands(daggr, finish);
  sharingCommands(daggr, finish);
  assistantsCommands(daggr, finish);
  workersCommands(daggr, finish);
  return daggr;
}

/** `daggr FILE` is `daggr serve FILE`. */
function withCommand(daggr: Command, given: readonly string[]): readonly string[] {
  const isCommand = given.some((word) => daggr.commands.some((command) => command.name() === word));
  const isFile = (word: string) => /\.[cm]?[jt]sx?$/.test(word);
  const [first = ""] = given;
  const serves = !isCommand && given.some(isFile) && (isFile(first) || first.startsWith("-"));
  return serves ? ["serve", ...given] : given;
}

async function main(): Promise<ExitCode> {
  let code: ExitCode = exitCode.fine;
  try {
    const daggr = program((given) => (code = given));
    await daggr.parseAsync(withCommand(daggr, process.argv.slice(2)), { from: "user" });
    return code;
  } catch (error) {
    // Asking for help is no mistake.
    if (error instanceof CommanderError && error.exitCode === 0) return exitCode.fine;
    const usage =
      error instanceof CommanderError || error instanceof UsageError || error instanceof InvalidRequestError;
    const message = error instanceof Error ? error.message : String(error);
    // Commander has told a person already.
    if (!(error instanceof CommanderError)) printNote(styled("red", message));
    // A program that reads standard output finds the reason there too.
    if (process.argv.some((word) => word === "--json" || word === "--events"))
      printJson({ error: { kind: usage ? "usage" : "failed", message } });
    return usage ? exitCode.usage : exitCode.wrong;
  }
}

surviveStrayFailures(printNote);

void main().then((code) => {
  // Not `process.exit`: what was written to a pipe must arrive.
  process.exitCode = code;
});
