import { access } from "node:fs/promises";
import { resolve } from "node:path";
import { checkFile, fixFile } from "../runtime/check/check-file.ts";
import { createLookup } from "../runtime/check/lookup/create.ts";
import type { Diagnostic } from "../runtime/protocol/language.ts";
import { printed, told } from "./diagnostics.ts";
import { exitCode, printJson, printLine, printNote, type ExitCode } from "./output.ts";
import { cacheFolder, credentials, distFolder } from "./surroundings.ts";
import { UsageError } from "./arguments.ts";

/** `daggr check`: exit code 1 where a file has an error. */
export async function checkCommand(
  files: readonly string[],
  options: { json?: true; fix?: true },
): Promise<ExitCode> {
  const paths = files.map((file) => resolve(file));
  await mustExist(paths);
  const { lookup } = createLookup({ cache: cacheFolder(), credentials, env: process.env });
  const diagnostics: Diagnostic[] = [];
  for (const path of paths) {
    const checking = { dist: distFolder, lookup };
    if (options.fix) {
      const outcome = await fixFile(path, checking);
      for (const title of outcome.fixed) printNote(`fixed: ${title}`);
      diagnostics.push(...outcome.diagnostics);
    } else {
      diagnostics.push(...(await checkFile(path, checking)));
    }
  }
  if (options.json) printJson({ diagnostics: diagnostics.map(printed) });
  else printForPeople(diagnostics, paths.length);
  return diagnostics.some(({ severity }) => severity === "error") ? exitCode.wrong : exitCode.fine;
}

function printForPeople(diagnostics: readonly Diagnostic[], files: number): void {
  for (const diagnostic of diagnostics) printLine(...told(diagnostic));
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const others = diagnostics.length - errors;
  if (diagnostics.length > 0) printLine();
  printLine(`${plural(files, "file")}: ${plural(errors, "error")}, ${plural(others, "other remark")}`);
}

export async function mustExist(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await access(path).catch(() => {
      throw new UsageError(`There is no file '${path}'.`);
    });
  }
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
