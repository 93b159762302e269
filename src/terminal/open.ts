import { resolve } from "node:path";
import { defaults } from "../runtime/defaults.ts";
import { openWorkflow, type OpenOutcome } from "../runtime/headless/workflow.ts";
import type { EngineSettings } from "../runtime/protocol/session.ts";
import type { StepFailure } from "../runtime/failures/failure.ts";
import { localSpaces } from "./local-spaces.ts";
import { mustExist } from "./check.ts";
import { askingCredentials } from "./logins.ts";
import { printNote, styled } from "./output.ts";
import { cacheFolder, distFolder } from "./surroundings.ts";

const dependencyChecks = ["skip", "update", "error"] as const;

/** The engine's defaults, `DAGGR_DEPENDENCY_CHECK` as in daggr, and `DAGGR_DOWNLOAD_LIMIT` in megabytes. */
function settings(): EngineSettings {
  const chosen = process.env["DAGGR_DEPENDENCY_CHECK"];
  const megabytes = Number(process.env["DAGGR_DOWNLOAD_LIMIT"]);
  return {
    ...defaults,
    downloadLimit: megabytes > 0 ? megabytes * 1024 * 1024 : defaults.downloadLimit,
    dependencyCheck: dependencyChecks.find((check) => check === chosen) ?? defaults.dependencyCheck,
  };
}

/** Opens a workflow of the command line; relative paths start in the folder that the command runs in. */
export async function openNamed(
  path: string,
  {
    graph,
    data,
    allowLocal,
  }: { readonly graph?: string; readonly data?: string; readonly allowLocal: readonly string[] },
): Promise<OpenOutcome> {
  const file = resolve(path);
  await mustExist([file]);
  return openWorkflow({
    file,
    graph,
    data: data === undefined ? undefined : resolve(data),
    cache: cacheFolder(),
    dist: distFolder,
    folder: process.cwd(),
    settings: settings(),
    credentials: askingCredentials,
    askLocalSpace: localSpaces(allowLocal),
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
