import { posix } from "node:path";
import { typescript, type ts } from "../typescript.ts";
import type { Diagnostic } from "../protocol/language.ts";
import type { Analysis } from "./analysis.ts";
import { locationOf } from "./run-rules.ts";
import { spanOf } from "./rules/rule.ts";

/** What of a tsconfig.json a run cannot follow, where the workflow or a module of the workspace that it imports depends on it. */
export function unfollowedOptions({ program, file, daggr }: Analysis): readonly Diagnostic[] {
  const options = program.getCompilerOptions();
  const { JsxEmit } = typescript();
  const keepsJsx = options.jsx === JsxEmit.Preserve || options.jsx === JsxEmit.ReactNative;
  const misleads = (options.rootDirs ?? []).length > 0 || (options.moduleSuffixes ?? [""]).join() !== "";
  const transformers = pluginNames(options);
  if (!keepsJsx && !misleads && transformers.length === 0) return [];
  const found: Diagnostic[] = [];
  const first = file.statements[0] ?? file.endOfFileToken;
  const tell = (at: ts.Node, severity: Diagnostic["severity"], message: string) =>
    void found.push({
      ...locationOf(file, spanOf(at)),
      source: "daggr",
      severity,
      code: "unfollowed-option",
      message,
      related: [],
      fixes: [],
    });
  if (transformers.length > 0)
    tell(
      first,
      "warning",
      `A run does not apply the transformers in "plugins" of tsconfig.json (${transformers.join(", ")}): write what they generate into the code, or use a package that needs none.`,
    );
  for (const { source, through } of localFiles(file, daggr.checker)) {
    const at = through ?? first;
    if (keepsJsx && /\.[jt]sx$/.test(source.fileName)) {
      const runtime = `${options.jsxImportSource ?? "react"}/jsx-runtime`;
      tell(
        at,
        "information",
        `"jsx" of tsconfig.json leaves JSX to another program, and a run has none: it takes it by '${runtime}'. Set "jsx": "react-jsx" to say so.`,
      );
    }
    if (!misleads) continue;
    for (const { specifier, target } of importsOf(source, daggr.checker)) {
      if (!specifier.text.startsWith(".") || leadsTo(specifier.text, source, target)) continue;
      const option =
        posix.dirname(target.fileName) === folderOf(specifier.text, source) ? "moduleSuffixes" : "rootDirs";
      tell(
        source === file ? specifier : at,
        "warning",
        `'${specifier.text}' leads to ${target.fileName} by "${option}" of tsconfig.json, which a run does not follow. Import that file by its own path.`,
      );
    }
  }
  return found;
}

/** Language service plugins change nothing that runs; those with a `transform` are for patched compilers. */
function pluginNames({ plugins }: ts.CompilerOptions): readonly string[] {
  const all = Array.isArray(plugins) ? (plugins as readonly unknown[]) : [];
  return all.flatMap((plugin) => {
    const { transform } = (plugin ?? {}) as { readonly transform?: unknown };
    return typeof transform === "string" ? [transform] : [];
  });
}

interface LocalFile {
  readonly source: ts.SourceFile;
  /** The import in the workflow file that brings it. */
  readonly through?: ts.Node;
}

/** The workflow file and the modules of the workspace that it imports, through any number of them. */
function* localFiles(file: ts.SourceFile, checker: ts.TypeChecker): Generator<LocalFile> {
  const seen = new Set<ts.SourceFile>([file]);
  const waiting: LocalFile[] = [{ source: file }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    yield next;
    for (const { specifier, target } of importsOf(next.source, checker)) {
      if (seen.has(target)) continue;
      seen.add(target);
      waiting.push({ source: target, through: next.through ?? specifier });
    }
  }
}

interface Import {
  readonly specifier: ts.StringLiteral;
  readonly target: ts.SourceFile;
}

function* importsOf(source: ts.SourceFile, checker: ts.TypeChecker): Generator<Import> {
  const compiler = typescript();
  for (const statement of source.statements) {
    if (!compiler.isImportDeclaration(statement) && !compiler.isExportDeclaration(statement)) continue;
    const { moduleSpecifier: specifier } = statement;
    if (!specifier || !compiler.isStringLiteral(specifier)) continue;
    const target = checker.getSymbolAtLocation(specifier)?.declarations?.find(compiler.isSourceFile);
    if (target && !target.isDeclarationFile && !target.fileName.includes("/node_modules/"))
      yield { specifier, target };
  }
}

/** Whether a relative import names its file, as a run looks for it. */
function leadsTo(specifier: string, source: ts.SourceFile, target: ts.SourceFile): boolean {
  const wanted = posix.join(posix.dirname(source.fileName), specifier);
  const stem = (path: string) => path.replace(/\.[cm]?[jt]sx?$|\.json$/, "");
  const found = stem(target.fileName);
  return (
    [wanted, stem(wanted)].some((path) => found === path || found === posix.join(path, "index")) ||
    wanted === target.fileName
  );
}

function folderOf(specifier: string, source: ts.SourceFile): string {
  return posix.dirname(posix.join(posix.dirname(source.fileName), specifier));
}
