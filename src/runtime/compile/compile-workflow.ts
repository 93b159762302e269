import { basename } from "node:path";
import { closest } from "fastest-levenshtein";
import type { CompiledModule, ImportRequest, SyntaxDiagnostic } from "./module-facts.ts";
import type { Modules } from "./modules.ts";
import { configPath } from "./resolve/tsconfig.ts";
import { resolveSpecifier, type Resolved } from "./resolve/resolve-specifier.ts";

/** A workflow file with all local modules it can be seen to import. */
export interface CompiledWorkflow {
  readonly file: string;
  readonly modules: ReadonlyMap<string, LinkedModule>;
  /** What to watch: the modules, links to them, and the places where a missing one is expected. */
  readonly files: readonly string[];
  /** What makes loading pointless, the workflow file's own problems first. */
  readonly problems: readonly LoadProblem[];
}

export interface LinkedModule {
  readonly path: string;
  readonly compiled: CompiledModule;
  /** By request. */
  readonly targets: readonly Resolved[];
}

export interface LoadProblem {
  readonly message: string;
  readonly help: string;
  readonly at: { readonly file: string; readonly line: number; readonly column: number };
}

export function compileWorkflow(file: string, modules: Modules): CompiledWorkflow {
  const linked = new Map<string, LinkedModule>();
  const problems: LoadProblem[] = [];
  const missing: string[] = [];
  const links = new Set<string>();

  const queue = [file];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (linked.has(path)) continue;
    const compiled = modules.get(path);
    const targets = compiled.facts.requests.map((request) => resolveSpecifier(request.specifier, path));
    linked.set(path, { path, compiled, targets });
    for (const error of compiled.facts.errors) problems.push(syntaxProblem(path, error));
    targets.forEach((target, index) => {
      const request = compiled.facts.requests[index]!;
      if (target.kind === "local") queue.push(target.path);
      if (target.kind === "local" && target.link !== undefined) links.add(target.link);
      if (target.kind === "missing" && target.candidate) missing.push(target.candidate);
      if (target.kind === "missing" && request.static) {
        problems.push({ message: target.message, help: target.help, at: at(path, request) });
      }
    });
  }

  for (const module of linked.values()) problems.push(...missingNames(module, linked));
  const configs = new Set([...linked.keys()].flatMap((path) => configPath(path) ?? []));
  return { file, modules: linked, files: [...linked.keys(), ...links, ...missing, ...configs], problems };
}

function at(
  file: string,
  { line, column }: { readonly line: number; readonly column: number },
): LoadProblem["at"] {
  return { file, line, column };
}

function syntaxProblem(file: string, error: SyntaxDiagnostic): LoadProblem {
  if (error.help !== undefined) return { message: error.message, help: error.help, at: at(file, error) };
  const message = `${basename(file)} has a syntax error in line ${error.line}: ${error.message}`;
  return { message, help: "Correct it and save.", at: at(file, error) };
}

/** Names that a local module is asked for and does not export. Node would say so without a place. */
function missingNames(
  module: LinkedModule,
  linked: ReadonlyMap<string, LinkedModule>,
): readonly LoadProblem[] {
  return module.compiled.facts.requests.flatMap((request: ImportRequest, index) => {
    const target = module.targets[index];
    if (!request.static || target?.kind !== "local") return [];
    const exported = exportedNames(target.path, linked, new Set());
    if (exported === undefined) return [];
    return request.names
      .filter(({ name }) => !exported.has(name))
      .map((wanted): LoadProblem => {
        const options = [...exported].filter((name) => name !== "default");
        const near = options.length > 0 ? closest(wanted.name, options) : undefined;
        return {
          message: `'${request.specifier}' exports no '${wanted.name}'. ${listed(exported)}`,
          help: near ? `Did you mean '${near}'?` : `Export it in ${basename(target.path)}.`,
          at: at(module.path, wanted),
        };
      });
  });
}

function listed(names: ReadonlySet<string>): string {
  if (names.size === 0) return "It exports nothing.";
  const shown = [...names].slice(0, 20).map((name) => `'${name}'`);
  return `It exports ${shown.join(", ")}${names.size > shown.length ? " …" : "."}`;
}

/** Undefined where the names can't be known. */
function exportedNames(
  path: string,
  linked: ReadonlyMap<string, LinkedModule>,
  visited: Set<string>,
): ReadonlySet<string> | undefined {
  const module = linked.get(path);
  if (!module || module.compiled.facts.format !== "module") return undefined;
  if (module.compiled.facts.errors.length > 0) return undefined;
  const names = new Set(Object.keys(module.compiled.facts.exports));
  visited.add(path);
  for (const type of module.compiled.facts.types) names.add(type);
  for (const star of module.compiled.facts.stars) {
    const target = module.targets[star];
    if (target?.kind !== "local") return undefined;
    if (visited.has(target.path)) continue;
    const more = exportedNames(target.path, linked, visited);
    if (more === undefined) return undefined;
    for (const name of more) if (name !== "default") names.add(name);
  }
  return names;
}
