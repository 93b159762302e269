import { Command, CommanderError, Option } from "commander";
import { InvalidRequestError } from "../runtime/headless/input-changes.ts";
import { surviveStrayFailures } from "../runtime/failures/stray-failures.ts";
import { version } from "../../package.json";
import type { CheckCommandOptions } from "./commands/check.ts";
import { formats } from "./check/report.ts";
import type { DeployOptions } from "./commands/deploy.ts";
import type { ExportCommandOptions } from "./commands/export.ts";
import { exitCode, printJson, printNote, styled, type ExitCode } from "./output.ts";
import type { LspCommandOptions } from "./commands/lsp.ts";
import type { McpCommandOptions } from "./commands/mcp.ts";
import type { RunOptions } from "./commands/run.ts";
import type { ServeCommandOptions } from "./commands/serve.ts";
import type { RecordTestOptions } from "./commands/record-test.ts";
import type { TestOptions } from "./commands/test.ts";
import type { TestsOptions } from "./commands/tests.ts";
import type { TypesCommandOptions } from "./commands/types.ts";
import { reporters } from "./tests/report.ts";
import { UsageError } from "./arguments.ts";

/** Ends a help text: what people copy. */
const examples = (...lines: string[]): string =>
  `\nExample${lines.length > 1 ? "s" : ""}:\n${lines.map((line) => `  ${line}`).join("\n")}`;

const collect = (value: string, all: string[]): string[] => [...all, value];

const recordOption = () =>
  new Option("--record <folder>", "keep each call of a Space or model there").conflicts("replay");
const replayOption = () =>
  new Option("--replay <folder>", "answer calls from there; what was not recorded is refused");

function program(finish: (code: ExitCode) => void): Command {
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
  daggr
    .command("serve")
    .description("Serve a workflow: its canvas in a browser, its graphs to programs.")
    .argument("<file>", "workflow file")
    .option("--graph <name>", "the graph, where the file has several")
    .option("--host <address>", "where to listen (default: 127.0.0.1; GRADIO_SERVER_NAME)")
    .option("--port <number>", "the port (default: the first free one from 7860; GRADIO_SERVER_PORT)")
    .option("--data <folder>", "where sheets are kept (default: a folder of the user's data)")
    .option("--no-open", "open no browser")
    .option("--no-reload", "do not load the file again when it is saved")
    .option("--token [text]", "who has this token may use the server; without a text, one is made")
    .option("--auth <name:password>", "a user with sheets of their own, or a file of them", collect, [])
    .option("--allow-host <name>", "another name of the server, such as a proxy's", collect, [])
    .option(
      "--allow-local <space>",
      "a Space that may be cloned, installed and run on this machine (runLocally)",
      collect,
      [],
    )
    .option(
      "--allow <names>",
      "what assistants at /mcp may do without a question: run, test, live, edit, account; with commas between",
      collect,
      [],
    )
    .option("--share", "make it reachable from the whole Internet, by a secret address")
    .option("--app", "show the form first, not the canvas")
    .option("--json", "print one JSON object a line for each thing that happens")
    .addHelpText(
      "after",
      examples("daggr workflow.ts", 'daggr serve workflow.ts --host 0.0.0.0 --auth "ada:a long password"'),
    )
    .action(async (file: string, options: ServeCommandOptions) => {
      finish(await (await import("./commands/serve.ts")).serveCommand(file, options));
    });
  daggr
    .command("check")
    .description("Tell what is wrong with workflow files, without running them.")
    .argument("<files...>", "workflow files, folders with them, or patterns")
    .addOption(new Option("--format <name>", "how to print it (default: text)").choices(formats))
    .option("--json", "the same as --format json: one JSON object")
    .option("--fix", "apply the fixes that cannot change what the workflow means")
    .option("--watch", "check again after each change, until Ctrl-C")
    .addHelpText(
      "after",
      examples(
        "daggr check --fix workflow.ts",
        'daggr check flows "lib/**/*.flow.ts" --format github',
        "daggr check . --format sarif > daggr.sarif",
      ),
    )
    .action(async (files: string[], options: CheckCommandOptions) => {
      finish(await (await import("./commands/check.ts")).checkCommand(files, options));
    });
  daggr
    .command("types")
    .description(
      "Write the types of the Spaces that workflows name, for TypeScript, and the lock of what they were made from.",
    )
    .argument("[files...]", "workflow files, folders with them, or patterns (default: this folder)")
    .option(
      "--check",
      "write nothing: fail where a Space no longer fits the lock, and tell which lines break",
    )
    .option("--json", "print one JSON object")
    .addHelpText("after", examples("daggr types", "daggr types flows --check"))
    .action(async (files: string[], options: TypesCommandOptions) => {
      finish(await (await import("./commands/types.ts")).typesCommand(files, options));
    });
  daggr
    .command("lsp")
    .description("Serve an editor that speaks the Language Server Protocol, over standard input and output.")
    .addOption(new Option("--stdio", "how editors ask for that; there is no other way").hideHelp())
    .addOption(new Option("--clientProcessId <id>", "what some editors add").hideHelp())
    .option("--type-errors", "tell TypeScript's own errors too, for editors that do not show them")
    .option("--untrusted", "ask the Hub without your token, and no app at all")
    .addHelpText("after", examples("daggr lsp --stdio"))
    .action(async (options: LspCommandOptions) => {
      finish(await (await import("./commands/lsp.ts")).lspCommand(options));
    });
  daggr
    .command("run")
    .description("Run a workflow, or one node with what it needs.")
    .argument("<file>", "workflow file")
    .option("--graph <name>", "the graph, where the file has several")
    .option("--node <name>", "run this node and what it needs, instead of everything")
    .option("--again <name>", "run this node although its result is fresh", collect, [])
    .option("--fresh <name>", "take this node's kept result for fresh, whatever changed", collect, [])
    .option(
      "--input <node.port=value>",
      "a value for an input, or the items of an editable list; JSON if it parses as such, else text",
      collect,
      [],
    )
    .option("--pick <choice=variant>", "select a variant of a choice", collect, [])
    .option("--bypass <name>", "let this node pass its input on and not run", collect, [])
    .option(
      "--answer <node=answer>",
      "what a human step is told: yes or no, a text, an option or its number; again for its next question",
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
    .addOption(recordOption())
    .addOption(replayOption())
    .option("--json", "print one JSON object")
    .option("--events", "print a JSON object a line while it runs: nodes, logs, partial results, the report")
    .addHelpText(
      "after",
      examples(
        'daggr run workflow.ts --node cutout --input "painter.prompt=A red fox"',
        "daggr run workflow.ts --data results --json",
        "daggr run workflow.ts --answer approved=yes --pick voice=alice --events",
        "daggr run workflow.ts --replay workflow.recordings",
      ),
    )
    .action(async (file: string, options: RunOptions) => {
      finish(await (await import("./commands/run.ts")).runCommand(file, options));
    });
  daggr
    .command("test")
    .description(
      "Run the recorded tests beside a workflow, without a network. With a node: run it alone, on example values where nothing is given, and show the shape of its result.",
    )
    .argument("<file>", "workflow file")
    .argument("[node]", "name of a node")
    .option("--graph <name>", "the graph, where the file has several")
    .option("--test <name>", "only the recorded test of this name", collect, [])
    .option("--update", "take what comes out for what is expected, where it is something else")
    .option("--output <node.port>", "with --update: only this output", collect, [])
    .addOption(new Option("--reporter <name>", "how to print it (default: text)").choices(reporters))
    .option("--actual <folder>", "copy files there that are not what is expected")
    .option("--load-only", "only look whether the workflow loads")
    .option("--inspect", "each recorded test waits for a JavaScript debugger, and says at which port")
    .option("--events", "print a JSON object a line while the tests run")
    .option("--input <port=value>", "with a node: a value for one of its inputs", collect, [])
    .option(
      "--allow-local <space>",
      "with a node: a Space that may be cloned, installed and run on this machine (runLocally)",
      collect,
      [],
    )
    .addOption(recordOption())
    .addOption(replayOption())
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      examples(
        "daggr test workflow.ts",
        "daggr test workflow.ts --reporter junit > junit.xml",
        'daggr test workflow.ts painter --input "prompt=A red fox"',
      ),
    )
    .action(async (file: string, node: string | undefined, options: TestOptions & TestsOptions) => {
      finish(
        node === undefined
          ? await (await import("./commands/tests.ts")).testsCommand(file, options)
          : await (await import("./commands/test.ts")).testCommand(file, node, options),
      );
    });
  daggr
    .command("record-test")
    .description("Run a workflow once, and keep what goes in, its calls and what comes out as a test.")
    .argument("<file>", "workflow file")
    .argument("<name>", "name of the test; an earlier one of this name is replaced")
    .option("--graph <name>", "the graph, where the file has several")
    .option(
      "--input <node.port=value>",
      "a value for an input; JSON if it parses as such, else text",
      collect,
      [],
    )
    .option("--pick <choice=variant>", "select a variant of a choice", collect, [])
    .option("--answer <node=answer>", "what a human step is told; again for its next question", collect, [])
    .option("--sheet <name>", "begin with the inputs, picks and answers of this sheet")
    .option("--data <folder>", "where sheets are kept (default: the folder of 'daggr serve')")
    .option("--calls <folder>", "answer calls from this recording, in place of Spaces and models")
    .option("--live", "with --calls: make the calls that are not in it, and record them")
    .option(
      "--allow-local <space>",
      "a Space that may be cloned, installed and run on this machine (runLocally)",
      collect,
      [],
    )
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      examples(
        'daggr record-test workflow.ts fox --input "painter.prompt=A red fox"',
        'daggr record-test workflow.ts approved --sheet "Sheet 1"',
      ),
    )
    .action(async (file: string, name: string, options: RecordTestOptions) => {
      finish(await (await import("./commands/record-test.ts")).recordTestCommand(file, name, options));
    });
  daggr
    .command("export")
    .description("Write a sheet as a page that shows it by itself and loads nothing, to send to somebody.")
    .argument("<file>", "workflow file")
    .requiredOption("--html <page>", "the page to write")
    .option("--sheet <name>", "the sheet (default: the last used one)")
    .option("--graph <name>", "the graph, where the file has several")
    .option("--data <folder>", "where sheets are kept (default: the folder of 'daggr serve')")
    .option("--json", "print one JSON object")
    .addHelpText("after", examples('daggr export workflow.ts --sheet "Sheet 1" --html sheet.html'))
    .action(async (file: string, options: ExportCommandOptions) => {
      finish(await (await import("./commands/export.ts")).exportCommand(file, options));
    });
  daggr
    .command("api")
    .description("List the endpoints of a Space with their parameters and returns.")
    .argument("<space>", "owner/name, or the address of a Gradio app")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      examples("daggr api hf-applications/Z-Image-Turbo", "daggr api http://127.0.0.1:7860 --json"),
    )
    .action(async (space: string, options: { json?: true }) => {
      finish(await (await import("./commands/api.ts")).apiCommand(space, options));
    });
  daggr
    .command("mcp")
    .description("Serve a coding assistant by the Model Context Protocol, on standard input and output.")
    .option("--folder <folder>", "the workspace, which it does not leave (default: the current folder)")
    .option(
      "--allow <names>",
      "what needs no question before: run, test, live (calls that are not in a recording), account (your token for look-ups); with commas between",
      collect,
      [],
    )
    .option("--live-calls <number>", "how many calls that are not in a recording are made (default: 20)")
    .option("--live-seconds <number>", "how much of the services' time they may take (default: 300)")
    .option(
      "--install <program>",
      "write into the folder that claude, cursor, codex, gemini or zed starts it, in place of serving",
    )
    .option("--print", "with --install: print what would be written")
    .addHelpText("after", examples("daggr mcp --install claude", "daggr mcp --allow run,test"))
    .action(async (options: McpCommandOptions) => {
      finish(await (await import("./commands/mcp.ts")).mcpCommand(options));
    });
  daggr
    .command("skill")
    .description(
      "Tell the coding assistants of a folder how workflows are made: a skill, and a part of AGENTS.md.",
    )
    .option("--folder <folder>", "the folder (default: the current one)")
    .addHelpText("after", examples("daggr skill --folder flows"))
    .action(async (options: { folder?: string }) => {
      finish(await (await import("./commands/skill.ts")).skillCommand(options));
    });
  daggr
    .command("guide")
    .description("Show the reference of what a workflow file may say, by topic.")
    .argument("[topic]", "one of its topics, a node or an option; without it, the topics are listed")
    .addHelpText("after", examples("daggr guide", "daggr guide functions", "daggr guide fallback"))
    .action(async (topic: string | undefined) => {
      finish(await (await import("./commands/guide.ts")).guideCommand(topic));
    });
  daggr
    .command("deploy")
    .description("Put a workflow on Hugging Face Spaces, or update it there.")
    .argument("<file>", "workflow file")
    .option("--graph <name>", "the graph that is served first, where the file has several")
    .option("-n, --name <name>", "name of the Space (default: from the graph's name)")
    .option("-t, --title <title>", "title of the Space (default: the graph's name)")
    .option("-o, --org <name>", "organization or user whose Space it is (default: your account)")
    .option("-p, --private", "make the Space private")
    .option("--hardware <flavor>", "what it runs on: cpu-basic, cpu-upgrade, t4-small …")
    .option(
      "-s, --secret <key=value>",
      "a secret of the Space; KEY alone takes the value of the environment or of a .env file",
      collect,
      [],
    )
    .option("--variable <key=value>", "a variable of the Space, which everybody may read", collect, [])
    .option("--storage", "keep sheets when the Space restarts, in a private storage bucket")
    .option("--static", "put a sheet there as a page with its results, which is free and runs nothing")
    .option("--sheet <name>", "with --static: the sheet (default: the last used one)")
    .option("--data <folder>", "with --static: the folder that keeps the sheets")
    .option("--root <folder>", "the folder that no file may leave (default: the workflow file's)")
    .option("--include <path>", "a file or folder that the code reads by itself", collect, [])
    .option("--dry-run", "write the Space's folder and upload nothing; needs no account")
    .option("--out <folder>", "where --dry-run writes (default: ./NAME-space)")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      examples(
        'daggr deploy workflow.ts --title "My workflow" --secret HF_TOKEN',
        "daggr deploy workflow.ts --dry-run",
        'daggr deploy workflow.ts --static --sheet "Sheet 1"',
      ),
    )
    .action(async (file: string, options: DeployOptions) => {
      finish(await (await import("./commands/deploy.ts")).deployCommand(file, options));
    });
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
