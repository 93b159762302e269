import { posix } from "node:path";
import { typescript, type ts } from "../../typescript.ts";

/** What a workflow file is compiled with. */
export interface ProjectOptions {
  /** Files with the same key share a program. */
  readonly key: string;
  /** Where relative options and lookups start. */
  readonly folder: string;
  readonly options: ts.CompilerOptions;
  /** The project's own ambient declarations. */
  readonly declarations: readonly string[];
}

/**
 * The options of the nearest tsconfig.json or jsconfig.json, of the referenced project that contains the file where the
 * nearest one only refers to others; without one, those of a modern strict Node program.
 */
export function optionsFor(file: string, system: ts.System): ProjectOptions {
  const folder = posix.dirname(file);
  const config = findConfig(folder, system);
  if (config === undefined) return loneOptions(folder, system);
  const parsed = projectOf(config, file, system, new Set()) ?? parse(config, system);
  if (parsed === undefined) return loneOptions(folder, system);
  const path = parsed.options.configFilePath as string | undefined;
  return {
    key: path ?? config,
    folder: posix.dirname(path ?? config),
    options: adapted(parsed.options),
    declarations: parsed.fileNames.filter((name) => /\.d\.[cm]?ts$/.test(name)),
  };
}

function findConfig(folder: string, system: ts.System): string | undefined {
  const { findConfigFile } = typescript();
  const exists = (path: string) => system.fileExists(path);
  const found = ["tsconfig.json", "jsconfig.json"].flatMap(
    (name) => findConfigFile(folder, exists, name) ?? [],
  );
  return found.sort((a, b) => b.length - a.length)[0];
}

function parse(config: string, system: ts.System): ts.ParsedCommandLine | undefined {
  return typescript().getParsedCommandLineOfConfigFile(config, undefined, {
    ...system,
    useCaseSensitiveFileNames: system.useCaseSensitiveFileNames,
    onUnRecoverableConfigFileDiagnostic: () => {},
  });
}

/** The project among `config` and those it refers to that contains a file. */
function projectOf(
  config: string,
  file: string,
  system: ts.System,
  seen: Set<string>,
): ts.ParsedCommandLine | undefined {
  if (seen.has(config)) return undefined;
  seen.add(config);
  const parsed = parse(config, system);
  if (parsed === undefined || parsed.fileNames.includes(file)) return parsed;
  const { resolveProjectReferencePath } = typescript();
  for (const reference of parsed.projectReferences ?? []) {
    const found = projectOf(resolveProjectReferencePath(reference), file, system, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A project's options, without what is about writing files, plus what every workflow file may rely on. */
function adapted(given: ts.CompilerOptions): ts.CompilerOptions {
  const {
    composite,
    incremental,
    declaration,
    declarationMap,
    tsBuildInfoFile,
    outDir,
    outFile,
    rootDir,
    ...rest
  } = given;
  void [composite, incremental, declaration, declarationMap, tsBuildInfoFile, outDir, outFile, rootDir];
  const types = rest.types ?? [];
  return {
    ...rest,
    ...always,
    types: types.includes("node") || types.includes("*") ? types : [...types, "node"],
  };
}

const always = {
  noEmit: true,
  allowJs: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
} satisfies ts.CompilerOptions;

/** A folder that has packages of its own gets a program of its own, since they may bring types for everybody. */
function loneOptions(folder: string, system: ts.System): ProjectOptions {
  const { ScriptTarget, ModuleKind, ModuleResolutionKind } = typescript();
  let packages = folder;
  while (
    !system.directoryExists(posix.join(packages, "node_modules")) &&
    packages !== posix.dirname(packages)
  )
    packages = posix.dirname(packages);
  const lone = packages === posix.dirname(packages);
  return {
    key: lone ? "" : packages,
    folder: lone ? folder : packages,
    options: {
      ...always,
      target: ScriptTarget.ES2022,
      module: ModuleKind.ESNext,
      moduleResolution: ModuleResolutionKind.Bundler,
      // Workflows run in Node: without the DOM a check needs a fifth of the time and half of the memory.
      lib: ["lib.es2023.d.ts"],
      types: ["node"],
      strict: true,
      resolveJsonModule: true,
      esModuleInterop: true,
    },
    declarations: [],
  };
}
