import type { Command } from "commander";
import type { ServeCommandOptions } from "../commands/serve.ts";
import type { DeployOptions } from "../commands/deploy.ts";
import type { ExportCommandOptions } from "../commands/export.ts";
import { allowLocalOption, collect, examples, filesOption, queueOption, type Finish } from "./options.ts";

/** The commands that bring a workflow to others. Each loads its code when it is called. */
export function servingCommands(daggr: Command, finish: Finish): void {
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
    .addOption(allowLocalOption())
    .option(
      "--allow <names>",
      "what assistants at /mcp may do without a question: run, test, live, edit, account; with commas between",
      collect,
      [],
    )
    .option("--share", "make it reachable from the whole Internet, by a secret address")
    .addOption(queueOption())
    .addOption(filesOption())
    .option("--app", "show the form first, not the canvas")
    .option("--json", "print one JSON object a line for each thing that happens")
    .addHelpText(
      "after",
      examples("daggr workflow.ts", 'daggr serve workflow.ts --host 0.0.0.0 --auth "ada:a long password"'),
    )
    .action(async (file: string, options: ServeCommandOptions) => {
      finish(await (await import("../commands/serve.ts")).serveCommand(file, options));
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
      finish(await (await import("../commands/deploy.ts")).deployCommand(file, options));
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
      finish(await (await import("../commands/export.ts")).exportCommand(file, options));
    });
}
