import type { ts } from "../typescript.ts";
import type { Diagnostic, Fix, SourceLocation, Range, TextEdit } from "../protocol/language.ts";
import type { Analysis } from "./analysis.ts";
import { newLineOf } from "./edit/text.ts";
import type { Edit, RuleDiagnostic, RuleFix, Rule, Span } from "./rules/rule.ts";
import { rules } from "./rules/table.ts";

/** The diagnostics of all rules for a file, in the order of the text. Duplicates at one position are reported once. */
export function runRules(
  analysis: Analysis,
): readonly { readonly diagnostic: Diagnostic; readonly covers: readonly Span[] }[] {
  const { file } = analysis;
  const broken = brokenStatements(analysis);
  const found = new Map<string, { diagnostic: Diagnostic; covers: readonly Span[]; at: Span }>();
  for (const rule of rules) {
    if (rule.looksForUses && broken.length > 0) continue;
    for (const problem of rule.check(analysis)) {
      if (broken.some(({ start, end }) => start <= problem.at.start && problem.at.start < end)) continue;
      const key = `${problem.at.start} ${problem.at.end} ${rule.code} ${problem.message}`;
      if (!found.has(key))
        found.set(key, {
          diagnostic: toDiagnostic(file, rule, problem),
          covers: problem.covers ?? [],
          at: problem.at,
        });
    }
  }
  return [...found.values()].sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
}

/**
 * Statements that are no TypeScript yet, as while somebody types: the parser's guess of what belongs where is no ground to say
 * that something is wrong or missing. The error may be reported where the next statement begins.
 */
function brokenStatements({ program, file }: Analysis): readonly Span[] {
  const errors = program.getSyntacticDiagnostics(file).map(({ start }) => start);
  if (errors.length === 0) return [];
  return file.statements
    .map((statement) => ({ start: statement.getFullStart(), end: statement.getEnd() }))
    .filter(({ start, end }) => errors.some((at) => start <= at && at <= end + 1));
}

function toDiagnostic(file: ts.SourceFile, rule: Rule, problem: RuleDiagnostic): Diagnostic {
  return {
    ...locationOf(file, problem.at),
    source: "daggr",
    severity: problem.severity ?? rule.severity,
    code: rule.code,
    message: problem.message,
    related: (problem.related ?? []).map(({ node, message }) => {
      const other = node.getSourceFile();
      return { ...locationOf(other, { start: node.getStart(other), end: node.getEnd() }), message };
    }),
    fixes: (problem.fixes ?? []).map((fix) => toFix(file, fix)),
  };
}

function toFix(file: ts.SourceFile, { title, edits, safe, signIn }: RuleFix): Fix {
  return { title, edits: toTextEdits(file, edits), safe, ...(signIn && { signIn }) };
}

export function toTextEdits(file: ts.SourceFile, edits: readonly Edit[]): readonly TextEdit[] {
  const newLine = newLineOf(file);
  return edits.map((edit) => ({
    ...locationOf(file, edit),
    newText: edit.text.replaceAll(/\r\n|\n|\r/g, newLine),
  }));
}

export function locationOf(file: ts.SourceFile, span: Span): SourceLocation {
  return { file: file.fileName, range: rangeOf(file, span) };
}

export function rangeOf(file: ts.SourceFile, { start, end }: Span): Range {
  return { start: file.getLineAndCharacterOfPosition(start), end: file.getLineAndCharacterOfPosition(end) };
}
