import { dirname, join, resolve } from "node:path";
import { existsSync, statSync } from "node:fs";
import {
  createFilesMatcher,
  createPathsMatcher,
  getTsconfig,
  parseTsconfig,
  type PathsMatcher,
  type TsConfigResult,
} from "get-tsconfig";

const switches = [
  "experimentalDecorators",
  "emitDecoratorMetadata",
  "useDefineForClassFields",
  "verbatimModuleSyntax",
  "strictNullChecks",
] as const;
const texts = ["jsx", "jsxFactory", "jsxFragmentFactory", "jsxImportSource", "reactNamespace"] as const;

/** The compiler options that change what a module does when it runs, as tsconfig.json writes them. */
export type EmitOptions = Readonly<
  Partial<Record<(typeof switches)[number], boolean> & Record<(typeof texts)[number], string>>
>;

interface Config {
  /** What to watch. */
  readonly path: string;
  readonly paths: PathsMatcher | undefined;
  readonly emit: EmitOptions;
  readonly conditions: readonly string[];
}

/** By file. */
const configs = new Map<string, Config | undefined>();
/** The nearest configuration of each folder: its files share it. */
const nearest = new Map<string, TsConfigResult | undefined>();
/** What was read of a configuration, by its path. */
const read = new Map<string, Config>();

/** Configurations are read once for each load: they may have changed since. */
export function forgetConfigs(): void {
  for (const known of [configs, nearest, read]) known.clear();
}

/**
 * The files that a specifier may mean by the `paths` and the `baseUrl` of the file's configuration, best first: what the editor's
 * types resolve by them has to run, too.
 */
export function mappedPaths(specifier: string, from: string): readonly string[] {
  return configOf(from)?.paths?.(specifier) ?? [];
}

export function emitOptionsOf(file: string): EmitOptions {
  return configOf(file)?.emit ?? {};
}

/** Conditions of `exports` and `imports` in package.json that count besides Node's own. */
export function customConditions(file: string): readonly string[] {
  return configOf(file)?.conditions ?? [];
}

/** The configuration that decides for a file. */
export function configPath(file: string): string | undefined {
  return configOf(file)?.path;
}

function configOf(file: string): Config | undefined {
  if (!configs.has(file)) configs.set(file, findConfig(file));
  return configs.get(file);
}

function findConfig(file: string): Config | undefined {
  try {
    const found = nearestTo(dirname(file));
    if (found === undefined) return undefined;
    const result = found.config.references?.length ? (projectOf(found, file, new Set()) ?? found) : found;
    let config = read.get(result.path);
    if (!config) read.set(result.path, (config = readConfig(result)));
    return config;
  } catch {
    // One that cannot be read decides nothing; the editor says what is wrong with it.
    return undefined;
  }
}

function nearestTo(folder: string): TsConfigResult | undefined {
  if (!nearest.has(folder)) {
    const [found] = [getTsconfig(folder), getTsconfig(folder, "jsconfig.json")]
      .filter((result) => result !== null)
      .sort((a, b) => b.path.length - a.path.length);
    nearest.set(folder, found);
  }
  return nearest.get(folder);
}

function readConfig(result: TsConfigResult): Config {
  const { compilerOptions = {} } = result.config;
  return {
    path: result.path,
    paths: createPathsMatcher(result) ?? undefined,
    emit: emitOptions(compilerOptions),
    conditions: compilerOptions.customConditions ?? [],
  };
}

/** The project among a configuration and those it refers to that contains a file, as the checker finds it. */
function projectOf(result: TsConfigResult, file: string, seen: Set<string>): TsConfigResult | undefined {
  if (seen.has(result.path)) return undefined;
  seen.add(result.path);
  if (createFilesMatcher(result)(file)) return result;
  for (const { path } of result.config.references ?? []) {
    const target = resolve(dirname(result.path), path);
    const config = isFolder(target) ? join(target, "tsconfig.json") : target;
    if (!existsSync(config)) continue;
    const found = projectOf({ path: config, config: parseTsconfig(config) }, file, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function emitOptions(given: Readonly<Record<string, unknown>>): EmitOptions {
  const target = typeof given["target"] === "string" ? given["target"].toLowerCase() : undefined;
  // Before ES2022, fields are assigned unless the configuration says otherwise.
  const isOld = target !== undefined && /^es(3|5|6|20(1\d|2[01]))$/.test(target);
  const strict = typeof given["strict"] === "boolean" ? given["strict"] : undefined;
  const all: Readonly<Record<string, unknown>> = {
    ...(isOld && { useDefineForClassFields: false }),
    ...(strict !== undefined && { strictNullChecks: strict }),
    ...given,
  };
  const wanted = [
    ...switches.map((name) => [name, all[name], "boolean"] as const),
    ...texts.map((name) => [name, all[name], "string"] as const),
  ];
  return Object.fromEntries(
    wanted.flatMap(([name, value, type]) => (typeof value === type ? [[name, value]] : [])),
  );
}
