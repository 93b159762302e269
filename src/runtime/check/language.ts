import { typescript } from "../typescript.ts";
import type { Diagnostic } from "../protocol/language.ts";
import type { Analysis } from "./analysis.ts";
import { analyze } from "./analysis.ts";
import { runRules } from "./run-rules.ts";
import type { ServiceLookup } from "./lookup/service-lookup.ts";
import { Documents } from "./project/documents.ts";
import { Projects } from "./project/projects.ts";
import { typeErrors } from "./type-errors.ts";
import { unfollowedOptions } from "./unfollowed-options.ts";

/**
 * Answers questions about workflow files from their text and the type checker; never runs them. The same for the worker of
 * the editor, the terminal and tests.
 */
export class Language {
  readonly documents = new Documents();
  readonly #projects: Projects;
  #last: Analysis | undefined;

  /** `dist`: the folder with the compiler's libraries (`lib`) and types (`types`). */
  constructor(
    dist: string,
    readonly lookup: ServiceLookup,
    private readonly engineVersion?: string,
  ) {
    this.#projects = new Projects(dist, this.documents);
  }

  /** A file as it is now, in an open document or on disk. Undefined where there is no such file. */
  analysis(file: string): Analysis | undefined {
    const project = this.#projects.of(file);
    const program = project.program();
    if (this.#last?.program === program && this.#last.file.fileName === file) return this.#last;
    const source = program.getSourceFile(file);
    if (source === undefined) return undefined;
    const { generations } = project;
    let analysis = analyze(project, program, source, this.lookup, this.engineVersion);
    // Reading it may have brought types of Spaces that the program did not have.
    if (project.generations !== generations) {
      const grown = project.program();
      const again = grown.getSourceFile(file);
      if (again !== undefined) analysis = analyze(project, grown, again, this.lookup, this.engineVersion);
    }
    this.#last = analysis;
    return analysis;
  }

  /** Something became known: what was said of files may be different now. */
  forgetAnalysis(): void {
    this.#last = undefined;
  }

  /** The diagnostics of the rules, without TypeScript's own: the editor shows those itself. */
  ruleDiagnostics(file: string): readonly Diagnostic[] {
    const analysis = this.analysis(file);
    if (analysis === undefined) return [];
    return [...runRules(analysis).map(({ diagnostic }) => diagnostic), ...unfollowedOptions(analysis)];
  }

  /** Everything that is wrong with a file, type errors included, in the order of the text. */
  allDiagnostics(file: string): readonly Diagnostic[] {
    const analysis = this.analysis(file);
    if (analysis === undefined) throw new Error(`The file '${file}' cannot be read.`);
    const found = runRules(analysis);
    const others = typeErrors(
      analysis,
      found.flatMap(({ covers }) => covers),
    );
    const rest = [...unfollowedOptions(analysis), ...others];
    return [...found.map(({ diagnostic }) => diagnostic), ...rest].sort(
      (a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
    );
  }

  /** From now on only these files are looked at, as if no others had been; what was read of all is kept. */
  lookAt(files: readonly string[]): void {
    for (const file of files) this.#projects.of(file);
    const wanted = new Set(files);
    for (const other of this.#projects.files) if (!wanted.has(other)) this.#projects.release(other);
  }

  /** False for a script: its names are those of all files that are looked at together. */
  isModule(file: string): boolean {
    const source = this.#projects.of(file).program().getSourceFile(file);
    return source !== undefined && typescript().isExternalModule(source);
  }

  filesChanged(paths: readonly string[]): void {
    this.#projects.changed(paths);
    this.#last = undefined;
  }

  close(file: string): void {
    this.documents.close(file);
    this.#projects.release(file);
    if (this.#last?.file.fileName === file) this.#last = undefined;
  }

  dispose(): void {
    this.#projects.dispose();
    this.#last = undefined;
  }
}

/** The form in which files are named in here. */
export function filePath(path: string): string {
  return typescript().sys.resolvePath(path).replaceAll("\\", "/");
}
