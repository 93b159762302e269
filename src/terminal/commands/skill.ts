import { resolve } from "node:path";
import { exitCode, printLine, styled, type ExitCode } from "../output.ts";
import { writeSkill } from "../assistants/skill.ts";
import { distFolder } from "../surroundings.ts";

/** `daggr skill`: tells the assistants of a folder how workflows are made. */
export async function skillCommand({ folder }: { readonly folder?: string }): Promise<ExitCode> {
  for (const path of await writeSkill(resolve(folder ?? "."), distFolder))
    printLine("written: ", styled("bold", path));
  return exitCode.fine;
}
