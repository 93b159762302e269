import { relative } from "node:path";
import type { Diagnostic, SourceLocation, Severity } from "../runtime/protocol/language.ts";
import { styled, type Piece } from "./output.ts";

/** A place with 1-based positions, as `check --json` prints it. */
interface PrintedPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

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
    ...place(diagnostic),
    severity,
    code,
    message,
    fixes: fixes.map(({ title, edits }) => ({
      title,
      edits: edits.map((edit) => ({ ...place(edit), newText: edit.newText })),
    })),
  };
}

function place({ file, range: { start, end } }: SourceLocation): PrintedPlace {
  return {
    file,
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

const colours = { error: "red", warning: "yellow", information: "blue" } as const;

/** One diagnostic as a person reads it: place, severity, message, and what would mend it. */
export function told(diagnostic: Diagnostic): readonly Piece[] {
  const { severity, message, code, fixes } = printed(diagnostic);
  const { line, column } = place(diagnostic);
  const at = `${relative(process.cwd(), diagnostic.file) || diagnostic.file}:${line}:${column}`;
  const [fix] = fixes;
  return [
    ...[styled("bold", at), "  ", styled(colours[severity], severity), `  ${message}  `, styled("dim", code)],
    ...(fix === undefined ? [] : [`\n    fix: ${fix.title}`]),
  ];
}
