import type { Diagnostic, Fix } from "../protocol/language.ts";
import type { Analysis } from "./analysis.ts";
import { applyEdits, compatible } from "./edit/apply.ts";
import type { ServiceLookup } from "./lookup/service-lookup.ts";
import { filePath, Language } from "./language.ts";
import { SourceFile } from "./edit/source-file.ts";
import { unreadableFiles } from "./unreadable-files.ts";

export interface CheckOptions {
  /** The folder with the compiler's libraries (`lib`) and types (`types`). */
  readonly dist: string;
  readonly lookup: ServiceLookup;
  /** Compared with a `daggr` that the workspace installed itself. */
  readonly engineVersion?: string;
}

/** Which fixes are applied; as many of them as go together. */
export type ChooseFixes = (diagnostics: readonly Diagnostic[]) => readonly Fix[];

/** Checks files one after another, each by itself. What they share (libraries, packages, answers) is read once. */
export class Checker {
  readonly #language: Language;
  readonly #sources = new Set<string>();

  constructor({ dist, lookup, engineVersion }: CheckOptions) {
    this.#language = new Language(dist, lookup, engineVersion);
  }

  /**
   * Everything that is wrong with a workflow file, type errors included, after asking the Hub and the apps for all that it needs.
   * Rejects where there is no such file.
   * @param text in place of what is on disk
   */
  async check(file: string, text?: string): Promise<readonly Diagnostic[]> {
    const path = filePath(file);
    const language = this.#language;
    language.lookAt([path]);
    try {
      if (text !== undefined) language.documents.open(path, 0, text);
      return await this.#checkLookedAt(path);
    } finally {
      // The next check reads the disk.
      language.documents.close(path);
    }
  }

  /**
   * The same of each file, in their order, in one program and with the questions to Hub and apps asked at once. Scripts, whose names
   * would be those of all files, are looked at alone.
   */
  async checkAll(files: readonly string[]): Promise<readonly (readonly Diagnostic[])[]> {
    const language = this.#language;
    const paths = files.map(filePath);
    language.lookAt(paths);
    const modules = paths.filter((path) => language.isModule(path));
    language.lookAt(modules);
    await learn(language, modules);
    const found = new Map<string, readonly Diagnostic[]>();
    for (const path of modules) found.set(path, await this.#checkLookedAt(path));
    for (const path of paths) if (!found.has(path)) found.set(path, await this.check(path));
    return paths.map((path) => found.get(path) ?? []);
  }

  /**
   * Applies fixes to the file on disk, until none is chosen any more, and says what was done. A file whose text cannot be read
   * for certain stays as it is.
   * @param choose every safe one by default
   */
  async fix(file: string, choose: ChooseFixes = safeFixes): Promise<FixOutcome> {
    const path = filePath(file);
    const language = this.#language;
    const fixed: string[] = [];
    language.lookAt([path]);
    const source = await SourceFile.read(path);
    try {
      if (source instanceof SourceFile) language.documents.open(path, 0, source.text);
      let diagnostics = await checkAfterLookups(language, path);
      // One fix can make another possible (a right endpoint has parameters to look at), never endlessly many.
      for (let round = 1; round <= 5 && source instanceof SourceFile; round++) {
        const chosen = compatible(choose(diagnostics));
        const fixes = chosen.filter(({ edits }) => edits.every((edit) => edit.file === path));
        if (fixes.length === 0) break;
        const edits = fixes.flatMap((fix) => fix.edits);
        await source.write(applyEdits(source.text, edits));
        language.documents.open(path, round, source.text);
        fixed.push(...fixes.map(({ title }) => title));
        diagnostics = await checkAfterLookups(language, path);
      }
      this.#noteSources(path);
      return { fixed, diagnostics };
    } finally {
      // The next check reads the disk.
      language.documents.close(path);
    }
  }

  /** The files that were checked and the modules of the workspace that they import: what changes their diagnostics. */
  get sources(): readonly string[] {
    return [...this.#sources];
  }

  /** What the file's text says, without asking anybody. Undefined where there is no such file. */
  analysis(file: string): Analysis | undefined {
    const path = filePath(file);
    this.#language.lookAt([path]);
    return this.#language.analysis(path);
  }

  /** From now on these texts stand in place of what is on disk, such as declarations that are not written yet. */
  replace(texts: ReadonlyMap<string, string>): void {
    for (const [file, text] of texts) this.#language.documents.open(filePath(file), 0, text);
  }

  filesChanged(paths: readonly string[]): void {
    this.#language.filesChanged(paths.map(filePath));
  }

  dispose(): void {
    this.#language.dispose();
  }

  async #checkLookedAt(path: string): Promise<readonly Diagnostic[]> {
    const diagnostics = await checkAfterLookups(this.#language, path);
    this.#noteSources(path);
    return diagnostics;
  }

  #noteSources(path: string): void {
    for (const { isDeclarationFile, fileName } of this.#language.analysis(path)?.program.getSourceFiles() ??
      [])
      if (!isDeclarationFile && !fileName.includes("/node_modules/")) this.#sources.add(fileName);
  }
}

/** One file alone, see `Checker`. */
export async function checkFile(file: string, options: CheckOptions): Promise<readonly Diagnostic[]> {
  const checker = new Checker(options);
  try {
    return await checker.check(file);
  } finally {
    checker.dispose();
  }
}

/** One file alone, see `Checker`. */
export async function fixFile(file: string, options: CheckOptions): Promise<FixOutcome> {
  const checker = new Checker(options);
  try {
    return await checker.fix(file);
  } finally {
    checker.dispose();
  }
}

export interface FixOutcome {
  /** Titles of what was done, in order. */
  readonly fixed: readonly string[];
  /** What is left. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The first fix of each problem where it is safe, as far as they go together. */
export function safeFixes(diagnostics: readonly Diagnostic[]) {
  return compatible(
    diagnostics.flatMap(({ fixes: [first] }) => (first?.safe && first.edits.length > 0 ? [first] : [])),
  );
}

async function checkAfterLookups(language: Language, path: string): Promise<readonly Diagnostic[]> {
  await learn(language, [path]);
  return [...(await unreadableFiles(language, path)), ...language.allDiagnostics(path)];
}

/** Asks the Hub and the apps for all that the files need. */
async function learn(language: Language, paths: readonly string[]): Promise<void> {
  const { lookup } = language;
  // Asking about one thing can lead to another, so once more than there are kinds of things.
  for (let round = 0; round < 3; round++) {
    let changed = false;
    const listening = lookup.onChange(() => (changed = true));
    for (const path of paths) language.ruleDiagnostics(path);
    await lookup.settled();
    listening.dispose();
    if (!changed) return;
    language.forgetAnalysis();
  }
}
