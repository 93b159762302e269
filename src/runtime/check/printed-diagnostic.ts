import type { Diagnostic, Severity, SourceLocation } from "../protocol/language.ts";

/** A place with 1-based positions. */
export interface PrintedPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A diagnostic as programs get it: from `daggr check --json` and from assistants' tools. */
export interface PrintedDiagnostic extends PrintedPlace {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly fixes: readonly {
    readonly title: string;
    readonly edits: readonly (PrintedPlace & { readonly newText: string })[];
  }[];
}

export function printed(diagnostic: Diagnostic): PrintedDiagnostic {
  const { severity, code, message, fixes } = diagnostic;
  return {
    ...printedPlace(diagnostic),
    severity,
    code,
    message,
    fixes: fixes.map(({ title, edits }) => ({
      title,
      edits: edits.map((edit) => ({ ...printedPlace(edit), newText: edit.newText })),
    })),
  };
}

export function printedPlace({ file, range: { start, end } }: SourceLocation): PrintedPlace {
  return {
    file,
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}
