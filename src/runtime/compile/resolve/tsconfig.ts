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

const known = new Map<string, Config | undefined>();

/** Configurations are read once for each load: they may have changed since. */
export function forgetConfigs(): void {
  known.clear();
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
  if (!known.has(file)) known.set(file, readConfig(file));
  return known.get(file);
}

function readConfig(file: string): Config | undefined {
  try {
    const folder = dirname(file);
    const found = [getTsconfig(folder), getTsconfig(folder, "jsconfig.json")]
      .filter((one) => one !== null)
      .sort((a, b) => b.path.length - a.path.length)[0];
    if (found === undefined) return undefined;
    const result = projectOf(found, file, new Set()) ?? found;
    const { compilerOptions = {} } = result.config;
    return {
      path: result.path,
      paths: createPathsMatcher(result) ?? undefined,
      emit: emitOptions(compilerOptions),
      conditions: compilerOptions.customConditions ?? [],
    };
  } catch {
    // One that cannot be read decides nothing; the editor says what is wrong with it.
    return undefined;
  }
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
