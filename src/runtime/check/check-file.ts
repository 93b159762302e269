import type { Diagnostic } from "../protocol/language.ts";
import { applyEdits, compatible } from "./edit/apply.ts";
import type { ServiceLookup } from "./lookup/service-lookup.ts";
import { filePath, Language } from "./language.ts";
import { SourceFile } from "./edit/source-file.ts";
import { unreadableFiles } from "./unreadable-files.ts";

export interface CheckOptions {
  /** The folder with the compiler's libraries (`lib`) and types (`types`). */
  readonly dist: string;
  readonly lookup: ServiceLookup;
}

/**
 * Everything that is wrong with a workflow file, type errors included, after asking the Hub and the apps for all that it needs. Rejects
 * where there is no such file.
 */
export async function checkFile(file: string, options: CheckOptions): Promise<readonly Diagnostic[]> {
  const language = new Language(options.dist, options.lookup);
  try {
    return await checkAfterLookups(language, filePath(file));
  } finally {
    language.dispose();
  }
}

export interface FixOutcome {
  /** Titles of what was done, in order. */
  readonly fixed: readonly string[];
  /** What is left. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Applies every safe fix to the file on disk, until none is left, and says what was done. A file whose text cannot be read for
 * certain stays as it is.
 */
export async function fixFile(file: string, options: CheckOptions): Promise<FixOutcome> {
  const path = filePath(file);
  const language = new Language(options.dist, options.lookup);
  const fixed: string[] = [];
  try {
    const source = await SourceFile.read(path);
    if (source instanceof SourceFile) language.documents.open(path, 0, source.text);
    let diagnostics = await checkAfterLookups(language, path);
    // One fix can make another possible (a right endpoint has parameters to look at), never endlessly many.
    for (let round = 1; round <= 5 && source instanceof SourceFile; round++) {
      const fixes = safeFixes(diagnostics).filter(({ edits }) => edits.every((edit) => edit.file === path));
      if (fixes.length === 0) break;
      const edits = fixes.flatMap((fix) => fix.edits);
      await source.write(applyEdits(source.text, edits));
      language.documents.open(path, round, source.text);
      fixed.push(...fixes.map(({ title }) => title));
      diagnostics = await checkAfterLookups(language, path);
    }
    return { fixed, diagnostics };
  } finally {
    language.dispose();
  }
}

/** The first fix of each problem where it is safe, as far as they go together. */
export function safeFixes(diagnostics: readonly Diagnostic[]) {
  return compatible(
    diagnostics.flatMap(({ fixes: [first] }) => (first?.safe && first.edits.length > 0 ? [first] : [])),
  );
}

async function checkAfterLookups(language: Language, path: string): Promise<readonly Diagnostic[]> {
  const { lookup } = language;
  // Asking about one thing can lead to another, so once more than there are kinds of things.
  for (let round = 0; round < 3; round++) {
    let changed = false;
    const listening = lookup.onChange(() => (changed = true));
    language.ruleDiagnostics(path);
    await lookup.settled();
    listening.dispose();
    if (!changed) break;
    language.forgetAnalysis();
  }
  return [...(await unreadableFiles(language, path)), ...language.allDiagnostics(path)];
}
