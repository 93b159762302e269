import { Command, CommanderError } from "commander";
import { InvalidRequestError } from "../runtime/headless/input-changes.ts";
import { surviveStrayFailures } from "../runtime/failures/stray-failures.ts";
import { version } from "../../package.json";
import { apiCommand } from "./api.ts";
import { checkCommand } from "./check.ts";
import { exitCode, printNote, styled, type ExitCode } from "./output.ts";
import { runCommand } from "./run.ts";
import { testCommand } from "./test.ts";
import { UsageError } from "./arguments.ts";

const collect = (value: string, all: string[]): string[] => [...all, value];

function program(finish: (code: ExitCode) => void): Command {
  const daggr = new Command("daggr")
    .description(
      "Checks and runs Daggr workflow files: the engine of the VS Code extension, without VS Code.",
    )
    .version(version)
    .exitOverride()
    .showHelpAfterError("(see: daggr --help)");
  daggr
    .command("check")
    .description("Tell what is wrong with workflow files, without running them.")
    .argument("<files...>", "workflow files")
    .option("--json", "print one JSON object")
    .option("--fix", "apply the fixes that cannot change what the workflow means")
    .action(async (files: string[], options: { json?: true; fix?: true }) => {
      finish(await checkCommand(files, options));
    });
  daggr
    .command("run")
    .description("Run a workflow, or one node with what it needs.")
    .argument("<file>", "workflow file")
    .option("--graph <name>", "the graph, where the file has several")
    .option("--node <name>", "run this node and what it needs, instead of everything")
    .option("--again <name>", "run this node although its result is fresh", collect, [])
    .option(
      "--input <node.port=value>",
      "a value for an input; JSON if it parses as such, else text",
      collect,
      [],
    )
    .option(
      "--allow-local <space>",
      "a Space that may be cloned, installed and run on this machine (runLocally)",
      collect,
      [],
    )
    .option(
      "--anyway",
      "begin although a step is certain to fail, so that Spaces and models may be called in vain",
    )
    .option("--data <folder>", "keep results there and reuse what is fresh")
    .option("--json", "print one JSON object")
    .action(
      async (
        file: string,
        options: {
          graph?: string;
          node?: string;
          again: string[];
          input: string[];
          allowLocal: string[];
          data?: string;
          anyway?: true;
          json?: true;
        },
      ) => {
        finish(await runCommand(file, options));
      },
    );
  daggr
    .command("test")
    .description(
      "Run one node alone, on example values where nothing is given, and show the shape of its result.",
    )
    .argument("<file>", "workflow file")
    .argument("<node>", "name of the node")
    .option("--graph <name>", "the graph, where the file has several")
    .option("--input <port=value>", "a value for an input of the node", collect, [])
    .option(
      "--allow-local <space>",
      "a Space that may be cloned, installed and run on this machine (runLocally)",
      collect,
      [],
    )
    .option("--json", "print one JSON object")
    .action(
      async (
        file: string,
        node: string,
        options: { graph?: string; input: string[]; allowLocal: string[]; json?: true },
      ) => {
        finish(await testCommand(file, node, options));
      },
    );
  daggr
    .command("api")
    .description("List the endpoints of a Space with their parameters and returns.")
    .argument("<space>", "owner/name, or the address of a Gradio app")
    .option("--json", "print one JSON object")
    .action(async (space: string, options: { json?: true }) => {
      finish(await apiCommand(space, options));
    });
  return daggr;
}

async function main(): Promise<ExitCode> {
  let code: ExitCode = exitCode.fine;
  try {
    await program((given) => (code = given)).parseAsync();
    return code;
  } catch (error) {
    // Commander has reported usage mistakes already; asking for help is not one.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.fine : exitCode.usage;
    printNote(styled("red", error instanceof Error ? error.message : String(error)));
    return error instanceof UsageError || error instanceof InvalidRequestError
      ? exitCode.usage
      : exitCode.wrong;
  }
}

surviveStrayFailures(printNote);

void main().then((code) => {
  // Not `process.exit`: what was written to a pipe must arrive.
  process.exitCode = code;
});
