import { version } from "../../../package.json";
import { Checker } from "../../runtime/check/check-file.ts";
import { createLookup } from "../../runtime/check/lookup/create.ts";
import type { Diagnostic } from "../../runtime/protocol/language.ts";
import { filesToCheck } from "../check/files.ts";
import { reports, type Format } from "../check/report.ts";
import { Watch } from "../check/watch.ts";
import { exitCode, printNote, type ExitCode } from "../output.ts";
import { cacheFolder, credentials, distFolder } from "../surroundings.ts";

export interface CheckCommandOptions {
  readonly format?: Format;
  /** The same as `format: "json"`, as the other commands have it. */
  readonly json?: true;
  readonly fix?: true;
  readonly watch?: true;
}

/** `daggr check`: exit code 1 where a file has an error. */
export async function checkCommand(
  given: readonly string[],
  options: CheckCommandOptions,
): Promise<ExitCode> {
  const { lookup } = createLookup({ cache: cacheFolder(), credentials, env: process.env });
  const checker = new Checker({ dist: distFolder, lookup, engineVersion: version });
  try {
    if (options.watch) return await watchFiles(checker, given, options);
    const { files } = await filesToCheck(given);
    const diagnostics = await checkAll(checker, files, options);
    return diagnostics.some(({ severity }) => severity === "error") ? exitCode.wrong : exitCode.fine;
  } finally {
    checker.dispose();
  }
}

async function checkAll(
  checker: Checker,
  files: readonly string[],
  { fix, json, format = "text" }: CheckCommandOptions,
): Promise<readonly Diagnostic[]> {
  const diagnostics = fix ? await fixAll(checker, files) : (await checker.checkAll(files)).flat();
  reports[json ? "json" : format](diagnostics, files.length);
  return diagnostics;
}

async function fixAll(checker: Checker, files: readonly string[]): Promise<readonly Diagnostic[]> {
  const left: Diagnostic[] = [];
  for (const file of files) {
    const { fixed, diagnostics } = await checker.fix(file);
    for (const title of fixed) printNote(`fixed: ${title}`);
    left.push(...diagnostics);
  }
  return left;
}

/** Checks again after each change, until Ctrl-C. */
async function watchFiles(
  checker: Checker,
  given: readonly string[],
  options: CheckCommandOptions,
): Promise<ExitCode> {
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());
  const watch = new Watch((await filesToCheck(given)).folders, stopping.signal);
  try {
    while (!stopping.signal.aborted) {
      try {
        const { files } = await filesToCheck(given);
        watch.follow(files);
        await checkAll(checker, files, options);
        watch.follow(checker.sources);
      } catch (error) {
        // A file that is gone may come back.
        printNote(error instanceof Error ? error.message : String(error));
      }
      printNote("Waiting for changes (Ctrl-C ends it).");
      checker.filesChanged(await watch.changes());
    }
    return exitCode.interrupted;
  } finally {
    await watch.close();
  }
}
