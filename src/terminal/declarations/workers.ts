import { Option, type Command } from "commander";
import type { WorkerCommandOptions } from "../commands/worker.ts";
import type { WorkersOptions } from "../commands/workers.ts";
import { collect, examples, filesOption, queueOption, type Finish } from "./options.ts";

/** The commands of many machines. Each loads its code when it is called. */
export function workersCommands(daggr: Command, finish: Finish): void {
  daggr
    .command("worker")
    .description(
      "Take functions and scattered items of workflows from a queue, and run them on this machine.",
    )
    .addOption(queueOption())
    .addOption(filesOption())
    .option(
      "--group <name[=n]>",
      "what it takes, and how many at a time (default: queue, as many as the machine has cores)",
      collect,
      [],
    )
    .option("--name <name>", "as others see it (default: the machine's name and a number)")
    .addOption(
      new Option(
        "--trust <key>",
        "the key that jobs are signed with (default: DAGGR_QUEUE_KEY, which nobody sees)",
      ),
    )
    .option("--allow-install", "install the npm packages of workflows, once for each package-lock.json")
    .addHelpText(
      "after",
      examples("daggr worker --queue redis://127.0.0.1", "daggr worker --group gpu=1 --group queue=4"),
    )
    .action(async (options: WorkerCommandOptions) => {
      finish(await (await import("../commands/worker.ts")).workerCommand(options));
    });
  daggr
    .command("workers")
    .description("Show who takes jobs of a queue.")
    .addOption(queueOption())
    .option("--json", "print one JSON object")
    .addHelpText("after", examples("daggr workers --queue redis://127.0.0.1"))
    .action(async (options: WorkersOptions) => {
      finish(await (await import("../commands/workers.ts")).workersCommand(options));
    });
}
