import { resolve } from "node:path";
import { defaults } from "../runtime/defaults.ts";
import { openWorkflow, type OpenOutcome } from "../runtime/headless/workflow.ts";
import type { Recordings } from "../runtime/recordings/services.ts";
import type { EngineSettings } from "../runtime/protocol/session.ts";
import type { StepFailure } from "../runtime/failures/failure.ts";
import { mustExist } from "./arguments.ts";
import { localSpaces } from "./local-spaces.ts";
import { askingCredentials } from "./logins.ts";
import { printNote, styled } from "./output.ts";
import { queueOf, type QueueOptions } from "./queue.ts";
import { cacheFolder, distFolder } from "./surroundings.ts";

const dependencyChecks = ["skip", "update", "error"] as const;

/** The engine's defaults, `DAGGR_DEPENDENCY_CHECK` as in daggr, and `DAGGR_DOWNLOAD_LIMIT` in megabytes. */
export function settings(): EngineSettings {
  const chosen = process.env["DAGGR_DEPENDENCY_CHECK"];
  const megabytes = Number(process.env["DAGGR_DOWNLOAD_LIMIT"]);
  return {
    ...defaults,
    downloadLimit: megabytes > 0 ? megabytes * 1024 * 1024 : defaults.downloadLimit,
    dependencyCheck: dependencyChecks.find((check) => check === chosen) ?? defaults.dependencyCheck,
  };
}

/** Folders; not both. */
export interface RecordingOptions {
  readonly record?: string;
  readonly replay?: string;
}

function recordingsOf({ record, replay }: RecordingOptions): Recordings | undefined {
  if (record !== undefined) return { mode: "record", folder: resolve(record) };
  return replay === undefined ? undefined : { mode: "replay", folder: resolve(replay) };
}

/** Opens a workflow of the command line; relative paths start in the folder that the command runs in. */
export async function openNamed(
  path: string,
  {
    graph,
    sheet,
    data,
    allowLocal,
    queue,
    files,
    ...recordings
  }: {
    readonly graph?: string;
    readonly sheet?: string;
    readonly data?: string;
    readonly allowLocal: readonly string[];
  } & RecordingOptions &
    QueueOptions,
): Promise<OpenOutcome> {
  const file = resolve(path);
  await mustExist([file]);
  return openWorkflow({
    file,
    graph,
    sheet,
    data: data === undefined ? undefined : resolve(data),
    cache: cacheFolder(),
    dist: distFolder,
    folder: process.cwd(),
    settings: settings(),
    queue: queueOf({ queue, files }),
    credentials: askingCredentials,
    askLocalSpace: localSpaces(allowLocal),
    recordings: recordingsOf(recordings),
    log: printNote,
  });
}

/** A failure as a person reads it: what, where, what to do. */
export function printFailure(failure: StepFailure, node?: string): void {
  const at = failure.at === undefined ? "" : ` (${failure.at.file}:${failure.at.line})`;
  printNote(styled("red", `${node === undefined ? "" : `${node}: `}${failure.message}${at}`));
  if (failure.fullMessage !== undefined) printNote("  With --json the message is whole.");
  for (const cause of failure.causes ?? []) printNote(`  because: ${cause}`);
  if (failure.help !== undefined) printNote(`  ${failure.help}`);
  if (failure.again?.length === 0) printNote("  The same command runs it again.");
  else if (failure.again !== undefined)
    printNote(
      `  The same command runs it again with ${failure.again.map((name) => `--again ${argument(name)}`).join(" ")}.`,
    );
}

/** As a shell takes it for one word. */
function argument(name: string): string {
  return /^[\w./-]+$/.test(name) ? name : JSON.stringify(name);
}
