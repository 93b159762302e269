import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UsageError } from "../arguments.ts";
import { printLine, printNote, styled } from "../output.ts";
import { distFolder } from "../surroundings.ts";
import { assistantPrograms, textOf, type AssistantProgram, type Launch } from "./configuration.ts";

/** Writes into a folder that a program's assistant has `daggr mcp`, or prints what would be written. */
export async function installAssistant(
  name: string,
  folder: string,
  { args, print }: { readonly args: readonly string[]; readonly print?: true },
): Promise<void> {
  const { title, file, configured, next } = programNamed(name);
  const path = join(folder, file);
  const text = configured(print ? "" : await textOf(path), launchIn(folder, args));
  if (print) {
    printNote(`${title} reads this from ${path}:`);
    printLine(text.trimEnd());
    return;
  }
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  printLine(`${title} has the server 'daggr' now: `, styled("bold", path));
  printLine(next);
}

function programNamed(name: string): AssistantProgram {
  const found = Object.entries(assistantPrograms).find(([known]) => known === name);
  if (found) return found[1];
  throw new UsageError(
    `'${name}' is no program that is known. --install takes ${Object.keys(assistantPrograms).join(", ")}; --print shows what others need.`,
  );
}

/** The package of the folder, which others who work in it have too, else this program. */
function launchIn(folder: string, given: readonly string[]): Launch {
  const args = ["mcp", ...given];
  if (existsSync(join(folder, "node_modules", "daggr", "package.json")))
    return { command: "npx", args: ["daggr", ...args] };
  return {
    command: process.execPath,
    args: [join(distFolder, "daggr.cjs"), ...args],
    // In VS Code's own program, which is no Node without it.
    ...(process.versions["electron"] !== undefined && { env: { ELECTRON_RUN_AS_NODE: "1" } }),
  };
}
