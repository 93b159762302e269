import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import type { CompiledWorkflow, LinkedModule } from "../../runtime/compile/compile-workflow.ts";
import { optionsThatMatter } from "../../runtime/compile/emit/compiler-options.ts";
import { configPath, customConditions, type EmitOptions } from "../../runtime/compile/resolve/tsconfig.ts";
import type { StepFailure } from "../../runtime/failures/failure.ts";
import { DeployError } from "../deploy-error.ts";
import type { LocalImport } from "./local-imports.ts";
import type { Root } from "./root.ts";

/**
 * One configuration with what the workflow's own ones decide: how modules are compiled, and where each alias that is used leads.
 * These may extend files of packages or folders above the root, which a Space does not have. Undefined where nothing is decided.
 * @throws {DeployError} where two of them disagree
 */
export function typescriptConfig(
  { modules }: CompiledWorkflow,
  imports: readonly LocalImport[],
  root: Root,
): string | undefined {
  const all = [...modules.values()];
  const options = sharedOptions(all);
  const conditions = sharedConditions(all);
  const paths = aliases(imports, root);
  const compilerOptions = {
    ...options,
    ...(conditions.length > 0 && { customConditions: conditions }),
    ...(Object.keys(paths).length > 0 && { paths }),
  };
  return Object.keys(compilerOptions).length === 0
    ? undefined
    : `${JSON.stringify({ compilerOptions }, null, 2)}\n`;
}

/** The options that compile each module as its own configuration does. */
function sharedOptions(modules: readonly LinkedModule[]): EmitOptions {
  const compiled = modules.filter(({ compiled }) => compiled.facts.format === "module");
  const shared: EmitOptions = Object.assign({}, ...compiled.map(ownOptions)) as EmitOptions;
  const other = compiled.find((module) => {
    const text = readFileSync(module.path, "utf8");
    return !isDeepStrictEqual(optionsThatMatter(module.path, text, shared), ownOptions(module));
  });
  if (other) throw new DeployError(disagreement(other, modules));
  return shared;
}

/** Those that change what the module does, as it was compiled. */
function ownOptions({ compiled: { facts } }: LinkedModule): EmitOptions {
  return facts.options === undefined ? {} : (JSON.parse(facts.options) as EmitOptions);
}

function sharedConditions(modules: readonly LinkedModule[]): readonly string[] {
  const importing = modules.filter(({ targets }) => targets.some(({ kind }) => kind === "package"));
  const [first = [], ...others] = importing.map(({ path }) => customConditions(path));
  const index = others.findIndex((conditions) => !isDeepStrictEqual(conditions, first));
  if (index >= 0) throw new DeployError(disagreement(importing[index + 1]!, modules));
  return first;
}

function disagreement(module: LinkedModule, modules: readonly LinkedModule[]): StepFailure {
  const configs = new Set(modules.map(({ path }) => configPath(path) ?? "none"));
  return {
    message: `Files of this workflow are compiled in different ways, by different TypeScript configurations: ${[...configs].join(", ")}.`,
    help: "Let one configuration decide for all of them.",
    at: { file: module.path, line: 1, column: 1 },
  };
}

function aliases(imports: readonly LocalImport[], root: Root): Readonly<Record<string, readonly string[]>> {
  const paths: Record<string, readonly string[]> = {};
  for (const { module, request, target, way } of imports) {
    if (way !== "alias") continue;
    const place = `./${root.placeOf(target.path)}`;
    const known = paths[request.specifier]?.[0] ?? place;
    if (known !== place)
      throw new DeployError({
        message: `'${request.specifier}' means ${known} in one file and ${place} in another.`,
        help: "Import one of them by its path.",
        at: { file: module.path, line: request.line, column: request.column },
      });
    paths[request.specifier] = [place];
  }
  return paths;
}
