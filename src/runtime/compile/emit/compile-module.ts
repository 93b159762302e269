import { typescript } from "../../typescript.ts";
import { hashOf } from "../syntax/syntax-digest.ts";
import type { CompiledModule, ModuleFacts, ModuleFormat, SyntaxDiagnostic } from "../module-facts.ts";
import { formatByName, formatOfScript } from "../resolve/module-format.ts";
import type { EmitOptions } from "../resolve/tsconfig.ts";
import { compilerOptions } from "./compiler-options.ts";
import { emit, moduleProgram, type ModuleProgram } from "./program.ts";
import { digestOf } from "../syntax/references.ts";
import { readModule } from "../syntax/read-module.ts";
import { ModuleScope } from "../syntax/scope.ts";
import { positionOf } from "../syntax/syntax-tree.ts";
import { siteTransformer } from "./site-transformer.ts";

/** Compiles one module by itself: what it says depends on nothing but its text, its file's name and the options. */
export function compileModule(
  path: string,
  text: string,
  options: EmitOptions = {},
): Omit<CompiledModule, "key"> {
  const format = formatByName(path) ?? formatOfScript(path, text);
  if (format === "json") return compileJson(path, text);
  const file = moduleProgram(path, text, format, compilerOptions(options));
  const errors = syntaxErrors(file);
  const scope = new ModuleScope(file.source, file.program.getTypeChecker());
  if (format === "commonjs") return compileCommonJs(path, file, scope, errors);

  const { plan, ...read } = readModule(scope);
  const facts: ModuleFacts = {
    format,
    errors,
    ...read,
    ...(Object.keys(options).length > 0 && { options: JSON.stringify(options) }),
  };
  if (errors.length > 0) return { facts };
  return { facts, code: emit(file, siteTransformer({ ...plan, scope, exportedTypes: read.types })) };
}

function syntaxErrors({ program, source }: ModuleProgram): SyntaxDiagnostic[] {
  const ts = typescript();
  return program.getSyntacticDiagnostics(source).map((diagnostic) => ({
    message: ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"),
    ...positionOf(source, diagnostic.start ?? 0),
  }));
}

/** The exports of CommonJS cannot be told apart, so all of it is one statement. Node loads JavaScript as it is. */
function compileCommonJs(
  path: string,
  file: ModuleProgram,
  scope: ModuleScope,
  errors: readonly SyntaxDiagnostic[],
): Omit<CompiledModule, "key"> {
  const full = digestOf(scope, [file.source], { opaque: false });
  const facts = wholeModule("commonjs", {
    hash: full.hash,
    refs: full.refs.filter(({ kind }) => kind === "import"),
  });
  const isTypeScript = /\.[cm]?tsx?$/.test(path);
  return {
    facts: { ...facts, errors, requests: scope.requests },
    ...(isTypeScript && errors.length === 0 && { code: emit(file, undefined) }),
  };
}

/** Served as a module that exports the value and, where it is an object, its properties. */
function compileJson(path: string, text: string): Omit<CompiledModule, "key"> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const message = `${path} is not valid JSON: ${(error as Error).message}`;
    return { facts: { ...wholeModule("json"), errors: [{ message, line: 1, column: 1 }] } };
  }
  const lines = [`const value = ${JSON.stringify(value)};`, "export default value;"];
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  for (const name of isObject ? Object.keys(value as object) : []) {
    const property = JSON.stringify(name);
    if (/^[A-Za-z_$][\w$]*$/.test(name) && name !== "default") {
      const local = `$${lines.length}`;
      lines.push(`const ${local} = value[${property}];`, `export { ${local} as ${name} };`);
    }
  }
  return { facts: wholeModule("json", { hash: hashOf(canonical(value)), refs: [] }), code: lines.join("\n") };
}

/** A module that is looked at as one piece. */
export function wholeModule(
  format: ModuleFormat,
  full: ModuleFacts["statements"][number]["full"] = { hash: "", refs: [] },
): ModuleFacts {
  const statement = { full, node: false, executed: true, writes: [], changes: [], line: 1 };
  return {
    format,
    errors: [],
    requests: [],
    exports: {},
    types: [],
    stars: [],
    statements: [statement],
    sites: [],
  };
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
