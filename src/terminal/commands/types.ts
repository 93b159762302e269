import { version } from "../../../package.json";
import { projectFolder } from "../../runtime/api-types/folder.ts";
import { writeTypes } from "../../runtime/api-types/store.ts";
import { Checker } from "../../runtime/check/check-file.ts";
import { createLookup } from "../../runtime/check/lookup/create.ts";
import { askServices, namedServices, type AskedServices } from "../../runtime/check/lookup/named-services.ts";
import type { OnlineLookup } from "../../runtime/check/lookup/online-lookup.ts";
import { printed } from "../../runtime/check/printed-diagnostic.ts";
import { filesToCheck } from "../check/files.ts";
import { told } from "../diagnostics.ts";
import { exitCode, printJson, printLine, printNote, styled, type ExitCode } from "../output.ts";
import { cacheFolder, credentials, distFolder } from "../surroundings.ts";
import { compareWithLock, type Comparison } from "../types/compare.ts";

export interface TypesCommandOptions {
  readonly check?: true;
  readonly json?: true;
}

/** The workflows that share a lock. */
interface Project {
  readonly folder: string;
  readonly files: readonly string[];
}

/** `daggr types`: exit code 1 with `--check` where a Space no longer fits the lock. */
export async function typesCommand(
  given: readonly string[],
  options: TypesCommandOptions,
): Promise<ExitCode> {
  const { lookup } = createLookup({ cache: cacheFolder(), credentials, env: process.env });
  const checker = new Checker({ dist: distFolder, lookup, engineVersion: version });
  try {
    const { files } = await filesToCheck(given.length > 0 ? given : ["."]);
    const projects = byFolder(files);
    return options.check
      ? await checkProjects(projects, checker, lookup, options)
      : await writeProjects(projects, checker, lookup, { ...options, all: given.length === 0 });
  } finally {
    checker.dispose();
  }
}

function byFolder(files: readonly string[]): readonly Project[] {
  const projects = new Map<string, string[]>();
  for (const file of files) {
    const folder = projectFolder(file);
    projects.set(folder, [...(projects.get(folder) ?? []), file]);
  }
  return [...projects].map(([folder, own]) => ({ folder, files: own }));
}

function ask(
  { files }: Project,
  checker: Checker,
  lookup: OnlineLookup,
  fresh: boolean,
): Promise<AskedServices> {
  const analyses = files.flatMap((file) => checker.analysis(file) ?? []);
  return askServices(lookup, namedServices(analyses), { fresh });
}

async function writeProjects(
  projects: readonly Project[],
  checker: Checker,
  lookup: OnlineLookup,
  { json, all }: TypesCommandOptions & { readonly all: boolean },
): Promise<ExitCode> {
  const done = [];
  for (const project of projects) {
    const asked = await ask(project, checker, lookup, true);
    // What could not be asked now stays as it was.
    const written = await writeTypes(project.folder, asked, { all: all && asked.unknown.size === 0 });
    const spaces = asked.spaces.map(({ api }) => api.space);
    const models = asked.models.map(({ id }) => id);
    done.push({
      folder: project.folder,
      spaces,
      models,
      unknown: Object.fromEntries(asked.unknown),
      written,
    });
  }
  if (json) printJson({ projects: done });
  else
    for (const { folder, spaces, models, unknown, written } of done) {
      for (const path of written) printNote(`written: ${path}`);
      for (const [id, why] of Object.entries(unknown)) printNote(`no types of '${id}': ${why}`);
      printLine(`${folder}: types of ${spaces.length} Spaces, ${models.length} models in the lock`);
    }
  return exitCode.fine;
}

async function checkProjects(
  projects: readonly Project[],
  checker: Checker,
  lookup: OnlineLookup,
  { json }: TypesCommandOptions,
): Promise<ExitCode> {
  const compared: Comparison[] = [];
  for (const { folder, files } of projects) {
    const asked = await ask({ folder, files }, checker, lookup, true);
    compared.push(await compareWithLock(folder, files, asked, checker));
  }
  if (json)
    printJson({
      projects: compared.map((one) => ({ ...one, diagnostics: one.diagnostics.map(printed) })),
    });
  else compared.forEach(tell);
  return compared.every(({ fits }) => fits) ? exitCode.fine : exitCode.wrong;
}

function tell({ folder, changes, unknown, diagnostics, fits }: Comparison): void {
  for (const { id, what } of changes) for (const change of what) printLine(styled("bold", id), `: ${change}`);
  for (const [id, why] of Object.entries(unknown)) printNote(`'${id}' could not be compared: ${why}`);
  for (const diagnostic of diagnostics) printLine(...told(diagnostic));
  printLine(
    fits
      ? `${folder}: what could be asked fits the lock`
      : `${folder}: the lock does not fit. Correct the lines above, run "daggr types", and commit the lock.`,
  );
}
