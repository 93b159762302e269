import { typescript, type ts } from "../typescript.ts";
import type { Diagnostic, Severity } from "../protocol/language.ts";
import type { Analysis } from "./analysis.ts";
import { locationOf } from "./run-rules.ts";
import type { Span } from "./rules/rule.ts";

/**
 * The compiler's own errors, for the terminal: in an editor, TypeScript shows them. Errors that a rule already explains (`covered`)
 * are left out.
 */
export function typeErrors({ program, file }: Analysis, covered: readonly Span[]): readonly Diagnostic[] {
  const semantic = program.getSemanticDiagnostics(file).filter((one) => !isCovered(one, covered));
  return [...program.getSyntacticDiagnostics(file), ...semantic].map((one) => toDiagnostic(file, one));
}

function isCovered({ start }: ts.Diagnostic, covered: readonly Span[]): boolean {
  return start !== undefined && covered.some((span) => span.start <= start && start < span.end);
}

function toDiagnostic(file: ts.SourceFile, one: ts.Diagnostic): Diagnostic {
  const { flattenDiagnosticMessageText, DiagnosticCategory } = typescript();
  const severity: Severity =
    one.category === DiagnosticCategory.Error
      ? "error"
      : one.category === DiagnosticCategory.Warning
        ? "warning"
        : "information";
  const start = one.start ?? 0;
  return {
    ...locationOf(file, { start, end: start + (one.length ?? 0) }),
    source: "typescript",
    severity,
    code: `ts${one.code}`,
    message: flattenDiagnosticMessageText(one.messageText, "\n"),
    related: (one.relatedInformation ?? []).flatMap((related) =>
      related.file === undefined || related.start === undefined
        ? []
        : [
            {
              ...locationOf(related.file, {
                start: related.start,
                end: related.start + (related.length ?? 0),
              }),
              message: flattenDiagnosticMessageText(related.messageText, "\n"),
            },
          ],
    ),
    fixes: [],
  };
}
