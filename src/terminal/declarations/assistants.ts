import type { Command } from "commander";
import type { McpCommandOptions } from "../commands/mcp.ts";
import { collect, examples, type Finish } from "./options.ts";

/** The commands for coding assistants. Each loads its code when it is called. */
export function assistantsCommands(daggr: Command, finish: Finish): void {
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
      finish(await (await import("../commands/mcp.ts")).mcpCommand(options));
    });
  daggr
    .command("skill")
    .description(
      "Tell the coding assistants of a folder how workflows are made: a skill, and a part of AGENTS.md.",
    )
    .option("--folder <folder>", "the folder (default: the current one)")
    .addHelpText("after", examples("daggr skill --folder flows"))
    .action(async (options: { folder?: string }) => {
      finish(await (await import("../commands/skill.ts")).skillCommand(options));
    });
  daggr
    .command("guide")
    .description("Show the reference of what a workflow file may say, by topic.")
    .argument("[topic]", "one of its topics, a node or an option; without it, the topics are listed")
    .addHelpText("after", examples("daggr guide", "daggr guide functions", "daggr guide fallback"))
    .action(async (topic: string | undefined) => {
      finish(await (await import("../commands/guide.ts")).guideCommand(topic));
    });
}
