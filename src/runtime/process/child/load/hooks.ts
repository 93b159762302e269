import { existsSync } from "node:fs";
import type { LoadFnOutput, LoadHookContext, ResolveFnOutput, ResolveHookContext } from "node:module";
import { basename, extname, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Modules } from "../../../compile/modules.ts";
import { codeExtensions } from "../../../compile/resolve/module-format.ts";
import { customConditions } from "../../../compile/resolve/tsconfig.ts";
import { daggrPackage, resolveSpecifier } from "../../../compile/resolve/resolve-specifier.ts";

type Next<Context, Output> = (what: string, context?: Partial<Context>) => Output;

export interface HookOptions {
  /** Folder of our own bundles, which Node loads as they are. */
  readonly dist: string;
  /** Address of what `import … from "daggr"` means. */
  readonly daggr: string;
}

/** Marks JSON that is served as a module; `require` of the same file gets the file. */
const jsonMark = "?json-module";
const compiled: ReadonlySet<string> = new Set(codeExtensions);

/**
 * Module hooks that let Node load the workspace's TypeScript from its own addresses: `import.meta.url`, relative imports,
 * stack traces and breakpoints all mean the file that the person wrote. Synchronous, so that both kinds of hooks can use them.
 */
export class LoaderHooks {
  modules: Modules | undefined;

  constructor(private readonly options: HookOptions) {}

  resolve(
    specifier: string,
    context: ResolveHookContext,
    next: Next<ResolveHookContext, ResolveFnOutput>,
  ): ResolveFnOutput {
    if (specifier === daggrPackage) return { url: this.options.daggr, format: "module", shortCircuit: true };
    const from = context.parentURL === undefined ? undefined : this.#localPath(context.parentURL);
    if (from === undefined) {
      // The workflow file itself. Node would follow links among the folders above it.
      const path = this.#localPath(specifier);
      const isOurs = path !== undefined && this.modules !== undefined && compiled.has(extname(path));
      return isOurs ? { url: specifier, shortCircuit: true } : next(specifier, context);
    }
    const target = resolveSpecifier(specifier, from);
    const more = customConditions(from);
    if (target.kind !== "local")
      return next(
        specifier,
        more.length === 0 ? context : { ...context, conditions: [...more, ...context.conditions] },
      );
    const isRequire = context.conditions.includes("require");
    const isOurs = compiled.has(extname(target.path));
    if (isRequire && !isOurs) return next(specifier, context);
    const url = pathToFileURL(target.path).href;
    if (isOurs) return { url: url + (/[?#].*$/.exec(specifier)?.[0] ?? ""), shortCircuit: true };
    if (extname(target.path) === ".json")
      return { url: url + jsonMark, format: "module", shortCircuit: true };
    return next(specifier, context);
  }

  load(url: string, context: LoadHookContext, next: Next<LoadHookContext, LoadFnOutput>): LoadFnOutput {
    const path = this.#localPath(url);
    if (path === undefined || !this.modules) return next(url, context);
    const isJson = url.endsWith(jsonMark);
    if (!isJson && !compiled.has(extname(path))) return next(url, context);
    // Node's own message for a file that is not there names it.
    if (!existsSync(path)) return next(url, context);
    const { facts, code } = this.modules.get(path);
    const [error] = facts.errors;
    if (error) throw new SyntaxError(`${basename(path)}, line ${error.line}: ${error.message}`);
    const format = facts.format === "commonjs" ? "commonjs" : "module";
    if (code === undefined) return next(url, { ...context, format });
    return { format, source: code, shortCircuit: true };
  }

  /** The path of a file of the workspace; undefined for packages, built-ins and our own bundles. */
  #localPath(url: string): string | undefined {
    if (!url.startsWith("file:")) return undefined;
    const path = fileURLToPath(url);
    return path.includes(`${sep}node_modules${sep}`) || path.startsWith(this.options.dist + sep)
      ? undefined
      : path;
  }
}
