import { basename } from "node:path";
import { type ts, typescript } from "../../typescript.ts";
import type { ModuleFormat } from "../module-facts.ts";

export interface ModuleProgram {
  readonly program: ts.Program;
  readonly source: ts.SourceFile;
}

/** A compiler program of one file by itself: nothing is resolved, no library is loaded, no type is checked. */
export function moduleProgram(
  path: string,
  text: string,
  format: ModuleFormat,
  more: ts.CompilerOptions = {},
): ModuleProgram {
  const ts = typescript();
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: format === "commonjs" ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    esModuleInterop: true,
    experimentalDecorators: false,
    allowJs: true,
    isolatedModules: true,
    inlineSourceMap: true,
    inlineSources: false,
    removeComments: false,
    noLib: true,
    noResolve: true,
    noCheck: true,
    types: [],
    suppressOutputPathCheck: true,
    allowNonTsExtensions: true,
    newLine: ts.NewLineKind.LineFeed,
    ...more,
  };
  let source: ts.SourceFile | undefined;
  const host: ts.CompilerHost = {
    getSourceFile: (name, languageVersion) =>
      name === path ? (source ??= ts.createSourceFile(name, text, languageVersion, true)) : undefined,
    fileExists: (name) => name === path,
    readFile: () => undefined,
    writeFile: () => {},
    getDefaultLibFileName: () => "lib.d.ts",
    useCaseSensitiveFileNames: () => true,
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => "",
    getNewLine: () => "\n",
    directoryExists: () => true,
    getDirectories: () => [],
  };
  const program = ts.createProgram([path], options, host);
  const found = program.getSourceFile(path);
  if (!found) throw new Error(`The compiler does not take ${path} for a module.`);
  return { program, source: found };
}

/** JavaScript with an inline source map that names the file itself, relative to where it stands. */
export function emit(
  { program, source }: ModuleProgram,
  transformer: ts.TransformerFactory<ts.SourceFile> | undefined,
): string {
  let code = "";
  program.emit(
    source,
    (name, text) => {
      if (!name.endsWith(".map")) code = text;
    },
    undefined,
    false,
    transformer && { before: [transformer] },
  );
  return withMapOf(code, encodeURIComponent(basename(source.fileName)));
}

const mapComment = /\/\/# sourceMappingURL=data:application\/json;base64,([A-Za-z0-9+/=]+)\s*$/;

/** The compiler writes paths relative to an output folder, which there is not. */
function withMapOf(code: string, name: string): string {
  return code.replace(mapComment, (_all, encoded: string) => {
    const map = JSON.parse(Buffer.from(encoded, "base64").toString("utf8")) as Record<string, unknown>;
    // The source is the file itself, which readers find under its address.
    const mended = { ...map, file: name, sourceRoot: "", sources: [name], sourcesContent: undefined };
    return `//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(mended)).toString("base64")}`;
  });
}
