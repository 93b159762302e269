import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { printFailure } from "../open.ts";
import { exitCode, printJson, printLine, printNote, styled, type ExitCode } from "../output.ts";
import { sheetPage, type SheetChoice } from "../sheet-page.ts";

export interface ExportCommandOptions extends SheetChoice {
  /** File to write. */
  readonly html: string;
  readonly json?: true;
}

/** `daggr export`: a sheet as a page that shows it by itself. Exit code 1 where the file cannot be loaded. */
export async function exportCommand(path: string, options: ExportCommandOptions): Promise<ExitCode> {
  const made = await sheetPage(path, options);
  if (made.type === "failed") {
    printFailure(made.failure);
    return exitCode.wrong;
  }
  const { html, graph, sheet } = made;
  const target = resolve(options.html);
  await writeFile(target, html);
  const bytes = Buffer.byteLength(html);
  if (options.json) printJson({ page: target, bytes, graph, sheet });
  else {
    printLine(styled("bold", target), `  ${(bytes / 1024 / 1024).toFixed(1)} MB`);
    printNote(`The sheet '${sheet}' as a page that loads nothing: it can be sent to somebody as it is.`);
  }
  return exitCode.fine;
}
