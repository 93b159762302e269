import type { Command } from "commander";
import type { CollectFilesOptions } from "../commands/files.ts";
import { examples, filesOption, type Finish } from "./options.ts";

/** The commands for what several machines share. Each loads its code when it is called. */
export function sharingCommands(daggr: Command, finish: Finish): void {
  const files = daggr.command("files").description("Look after the files that several machines share.");
  files
    .command("gc")
    .description("Remove the files that nobody stored or read for long.")
    .requiredOption(
      "--older-than <age>",
      "what was not used for so long, such as 30d or 12h; longer than any job waits",
    )
    .addOption(filesOption())
    .option("--dry-run", "remove nothing, and tell what would be removed")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      examples(
        "daggr files gc --older-than 30d --files file:///mnt/shared --dry-run",
        'daggr files gc --older-than 30d --files "s3://bucket/daggr?endpoint=https://s3.example.com"',
      ),
    )
    .action(async (options: CollectFilesOptions) => {
      finish(await (await import("../commands/files.ts")).collectFilesCommand(options));
    });
}
