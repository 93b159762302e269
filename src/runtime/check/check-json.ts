import type { Diagnostic, Place } from "../protocol/language.ts";

/** What `daggr check --json` prints. Positions are 1-based. */
export interface CheckJson {
  readonly diagnostics: readonly DiagnosticJson[];
}

interface PlaceJson {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

interface DiagnosticJson extends PlaceJson {
  readonly severity: Diagnostic["severity"];
  readonly code: string;
  readonly message: string;
  readonly fixes: readonly {
    readonly title: string;
    readonly edits: readonly (PlaceJson & { readonly newText: string })[];
  }[];
}

export function checkJson(diagnostics: readonly Diagnostic[]): CheckJson {
  return {
    diagnostics: diagnostics.map(({ severity, code, message, fixes, ...place }) => ({
      ...placeJson(place),
      severity,
      code,
      message,
      // Signing in is no edit.
      fixes: fixes
        .filter(({ edits }) => edits.length > 0)
        .map(({ title, edits }) => ({
          title,
          edits: edits.map((edit) => ({ ...placeJson(edit), newText: edit.newText })),
        })),
    })),
  };
}

function placeJson({ file, range: { start, end } }: Place): PlaceJson {
  return {
    file,
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}
