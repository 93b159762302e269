import { guideTopics, topicOf } from "../../mcp/docs.ts";
import { UsageError } from "../arguments.ts";
import { exitCode, printLine, styled, type ExitCode } from "../output.ts";
import { distFolder } from "../surroundings.ts";

/** `daggr guide`: the reference, by topic. */
export async function guideCommand(topic: string | undefined): Promise<ExitCode> {
  const topics = await guideTopics(distFolder);
  if (topic === undefined) {
    for (const { topic: name, about } of topics) printLine(styled("bold", name), `: ${about}`);
    printLine();
    printLine("Read one with: daggr guide TOPIC");
    return exitCode.fine;
  }
  const found = topicOf(topics, topic);
  if (!found)
    throw new UsageError(
      `The guide has no topic '${topic}'. It has ${topics.map((one) => one.topic).join(", ")}.`,
    );
  printLine(found.text);
  return exitCode.fine;
}
