import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { daggrTypes } from "../../../scripts/daggr-types.ts";
import { inRoot } from "../../../scripts/lib/paths.mjs";

/** A problem in a file, 1-based. */
export interface TypeProblem {
  readonly line: number;
  readonly code: number;
  readonly message: string;
}

/** Checks files as a strict project would that has nothing but daggr's published types and Node's. */
export class TypeCheck {
  readonly #folder = mkdtempSync(join(tmpdir(), "daggr-types-"));
  readonly #options: ts.CompilerOptions;
  #program: ts.Program | undefined;

  constructor() {
    writeFileSync(join(this.#folder, "daggr.d.ts"), daggrTypes());
    this.#options = {
      target: ts.ScriptTarget.ES2022,
      lib: ["lib.es2023.d.ts"],
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      strict: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      types: ["node"],
      typeRoots: [inRoot("node_modules/@types")],
      paths: { daggr: [join(this.#folder, "daggr.d.ts")] },
    };
  }

  /** Loads files for `problemsOf`. */
  add(files: readonly string[], texts: Readonly<Record<string, string>> = {}): void {
    const host = ts.createCompilerHost(this.#options);
    const read = host.readFile.bind(host);
    const exists = host.fileExists.bind(host);
    host.readFile = (path) => texts[path] ?? read(path);
    host.fileExists = (path) => path in texts || exists(path);
    this.#program = ts.createProgram([...files, ...Object.keys(texts)], this.#options, host, this.#program);
  }

  /** What a language service needs to know about these texts, with everything else from the disk. */
  serviceHost(texts: Readonly<Record<string, string>>): ts.LanguageServiceHost {
    return {
      getCompilationSettings: () => this.#options,
      getScriptFileNames: () => Object.keys(texts),
      getScriptVersion: () => "1",
      getScriptSnapshot: (path) => {
        const text = texts[path] ?? ts.sys.readFile(path);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => inRoot(),
      getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
      fileExists: (path) => path in texts || ts.sys.fileExists(path),
      readFile: (path) => texts[path] ?? ts.sys.readFile(path),
    };
  }

  problemsOf(file: string): TypeProblem[] {
    const program = this.#program!;
    const source = program.getSourceFile(file);
    return ts.getPreEmitDiagnostics(program, source).map((found) => ({
      line: source ? source.getLineAndCharacterOfPosition(found.start ?? 0).line + 1 : 0,
      code: found.code,
      message: ts.flattenDiagnosticMessageText(found.messageText, "\n"),
    }));
  }

  /** What the files that were asked for have cost the type checker, those of the libraries included. */
  cost(): { readonly instantiations: number; readonly types: number } {
    const program = this.#program!;
    return { instantiations: program.getInstantiationCount(), types: program.getTypeCount() };
  }

  /** The declarations themselves, as a project without `skipLibCheck` sees them. */
  problemsOfDeclarations(): TypeProblem[] {
    return this.problemsOf(join(this.#folder, "daggr.d.ts"));
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

/** The file without its expectations of errors, and the lines on which an error was expected. */
export function withoutExpectations(path: string): {
  readonly text: string;
  readonly expected: readonly number[];
} {
  const lines = readFileSync(path, "utf8").split("\n");
  const expected: number[] = [];
  const text = lines.map((line, index) => {
    if (!line.includes("@ts-expect-error")) return line;
    expected.push(index + 2);
    return line.replace("@ts-expect-error", "an error:");
  });
  return { text: text.join("\n"), expected };
}
