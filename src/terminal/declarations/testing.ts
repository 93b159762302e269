import { Option, type Command } from "commander";
import type { RecordTestOptions } from "../commands/record-test.ts";
import type { TestOptions } from "../commands/test.ts";
import type { TestsOptions } from "../commands/tests.ts";
import { reporters } from "../tests/report.ts";
import { allowLocalOption, collect, examples, recordOption, replayOption, type Finish } from "./options.ts";

/** The commands of tests. Each loads its code when it is called. */
export function testingCommands(daggr: Command, finish: Finish): void {
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
    .addOption(allowLocalOption("with a node: "))
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
          ? await (await import("../commands/tests.ts")).testsCommand(file, options)
          : await (await import("../commands/test.ts")).testCommand(file, node, options),
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
    .addOption(allowLocalOption())
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      examples(
        'daggr record-test workflow.ts fox --input "painter.prompt=A red fox"',
        'daggr record-test workflow.ts approved --sheet "Sheet 1"',
      ),
    )
    .action(async (file: string, name: string, options: RecordTestOptions) => {
      finish(await (await import("../commands/record-test.ts")).recordTestCommand(file, name, options));
    });
}
