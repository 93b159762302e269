import type { Command } from "commander";
import type { RunOptions } from "../commands/run.ts";
import {
  allowLocalOption,
  collect,
  examples,
  filesOption,
  queueOption,
  recordOption,
  replayOption,
  type Finish,
} from "./options.ts";

/** The commands that run a workflow, and look at what it may call. Each loads its code when it is called. */
export function runningCommands(daggr: Command, finish: Finish): void {
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
    .addOption(allowLocalOption())
    .option(
      "--anyway",
      "begin although a step is certain to fail, so that Spaces and models may be called in vain",
    )
    .option("--data <folder>", "keep results there and reuse what is fresh")
    .addOption(queueOption())
    .addOption(filesOption())
    .addOption(recordOption())
    .addOption(replayOption())
    .option("--json", "print one JSON object")
    .option(
      "--events",
      "print a JSON object a line while it runs: nodes, calls, logs, partial results, the report",
    )
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
      finish(await (await import("../commands/run.ts")).runCommand(file, options));
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
      finish(await (await import("../commands/api.ts")).apiCommand(space, options));
    });
}
