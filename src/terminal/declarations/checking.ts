import { Option, type Command } from "commander";
import { formats } from "../check/report.ts";
import type { CheckCommandOptions } from "../commands/check.ts";
import type { TypesCommandOptions } from "../commands/types.ts";
import type { LspCommandOptions } from "../commands/lsp.ts";
import { examples, type Finish } from "./options.ts";

/** The commands that read workflows and run nothing. Each loads its code when it is called. */
export function checkingCommands(daggr: Command, finish: Finish): void {
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
      finish(await (await import("../commands/check.ts")).checkCommand(files, options));
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
      finish(await (await import("../commands/types.ts")).typesCommand(files, options));
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
      finish(await (await import("../commands/lsp.ts")).lspCommand(options));
    });
}
