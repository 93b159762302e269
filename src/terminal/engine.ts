import { dirname, resolve } from "node:path";
import { defaults } from "../runtime/defaults.ts";
import { assembleEngine, type Assembled } from "../runtime/session/assemble.ts";
import type { GraphSession } from "../runtime/session/graph-session.ts";
import type { EngineSettings } from "../runtime/protocol/session.ts";
import type { StepFailure } from "../runtime/failures/failure.ts";
import { mustExist } from "./check.ts";
import { printNote, styled } from "./output.ts";
import { cacheFolder, credentials, distFolder } from "./surroundings.ts";
import { UsageError } from "./usage.ts";

const dependencyChecks = ["skip", "update", "error"] as const;

/** The settings that the terminal runs with: those of the extension's manifest, `DAGGR_DEPENDENCY_CHECK` as in daggr. */
function settings(): EngineSettings {
  const given = process.env["DAGGR_DEPENDENCY_CHECK"];
  return {
    ...defaults,
    dependencyCheck: dependencyChecks.find((check) => check === given) ?? defaults.dependencyCheck,
  };
}

export interface Opened {
  readonly assembled: Assembled;
  readonly session: GraphSession;
  readonly file: string;
}

/** Loads a graph of a workflow file. Resolves with the reason where that fails. */
export async function openWorkflow(
  path: string,
  options: { readonly graph?: string; readonly data?: string },
): Promise<Opened | { readonly failure: StepFailure; readonly assembled: Assembled }> {
  const file = resolve(path);
  await mustExist([file]);
  const assembled = await assembleEngine({
    start: {
      data: options.data === undefined ? undefined : resolve(options.data),
      cache: cacheFolder(),
      dist: distFolder,
      roots: [dirname(file), process.cwd()],
      trusted: true,
      first: file,
      settings: settings(),
    },
    credentials,
    emit: (event) => {
      if (event.type === "log" && event.level !== "debug") printNote(event.text.trimEnd());
    },
    layout: false,
  });
  const session = await assembled.engine.graphSession(file, options.graph);
  if (await session.load()) return { assembled, session, file };
  const { loading } = session;
  if (loading.kind === "failed" && loading.failure.unknownGraph) {
    await assembled.stop();
    throw new UsageError(loading.failure.message);
  }
  const failure = loading.kind === "failed" ? loading.failure : { message: `'${file}' could not be loaded.` };
  return { assembled, failure };
}

/** A failure as a person reads it: what, where, what to do. */
export function printFailure(failure: StepFailure, node?: string): void {
  const at = failure.at === undefined ? "" : ` (${failure.at.file}:${failure.at.line})`;
  printNote(styled("red", `${node === undefined ? "" : `${node}: `}${failure.message}${at}`));
  for (const cause of failure.causes ?? []) printNote(`  because: ${cause}`);
  if (failure.help !== undefined) printNote(`  ${failure.help}`);
}
