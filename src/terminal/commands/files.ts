import { collectContent, type Amount } from "../../runtime/content/collect.ts";
import { openContentPlace } from "../../runtime/content/open-place.ts";
import { bytesText } from "../../runtime/failures/limit-error.ts";
import { failureOf } from "../../runtime/failures/failure.ts";
import { UsageError } from "../arguments.ts";
import { exitCode, printJson, printLine, printNote, styled, type ExitCode } from "../output.ts";

export interface CollectFilesOptions {
  readonly olderThan: string;
  readonly files?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

const HOUR = 60 * 60 * 1000;

/** `daggr files gc` */
export async function collectFilesCommand(options: CollectFilesOptions): Promise<ExitCode> {
  const before = Date.now() - ageOf(options.olderThan);
  if (!options.files) throw new UsageError("Where are the files? Give --files ADDRESS, or set DAGGR_FILES.");
  const dryRun = options.dryRun === true;
  try {
    const { removed, kept } = await collectContent(openContentPlace(options.files), { before, dryRun });
    if (options.json) printJson({ dryRun, removed, kept });
    else
      printLine(
        `${dryRun ? "Would remove" : "Removed"} ${amountText(removed)}, ${dryRun ? "and keep" : "and kept"} ${amountText(kept)}.`,
      );
    return exitCode.fine;
  } catch (error) {
    const { message, help } = failureOf(error);
    if (options.json) printJson({ error: { kind: "failed", message, ...(help ? { help } : {}) } });
    printNote(styled("red", message), ...(help ? [` ${help}`] : []));
    return exitCode.wrong;
  }
}

/**
 * Milliseconds. A day is the least: uses are marked to the hour, and what a run stored has to be there until its jobs are done.
 * @throws {UsageError} for anything else than days and hours
 */
export function ageOf(text: string): number {
  const [, number, unit] = /^(\d{1,5})(d|h)$/.exec(text) ?? [];
  if (number === undefined)
    throw new UsageError(`'${text}' is no age. Write days or hours, such as --older-than 30d or 36h.`);
  const age = Number(number) * (unit === "d" ? 24 : 1) * HOUR;
  if (age < 24 * HOUR)
    throw new UsageError("--older-than is at least 24h: runs that are at work may need what is younger.");
  return age;
}

function amountText({ files, bytes }: Amount): string {
  return `${files} ${files === 1 ? "file" : "files"} (${bytesText(bytes)})`;
}
