import {
  DiagnosticSeverity,
  type Diagnostic as LspDiagnostic,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import { rulePage } from "../runtime/protocol/documentation.ts";
import type { Diagnostic, Severity, TextEdit } from "../runtime/protocol/language.ts";
import type { OpenDocuments } from "./documents.ts";

// Ranges and positions are the same here and in the protocol: zero-based, in UTF-16 code units.

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
};

export function toDiagnostic(problem: Diagnostic, documents: OpenDocuments): LspDiagnostic {
  const { range, severity, code, source, message, related } = problem;
  return {
    range,
    severity: severities[severity],
    code,
    source,
    message,
    ...(source === "daggr" && { codeDescription: { href: rulePage(code) } }),
    ...(related.length > 0 && {
      relatedInformation: related.map((one) => ({
        location: { uri: documents.uriOf(one.file), range: one.range },
        message: one.message,
      })),
    }),
  };
}

/** The edits of one answer, by document. */
export function toWorkspaceEdit(edits: readonly TextEdit[], documents: OpenDocuments): WorkspaceEdit {
  const changes: NonNullable<WorkspaceEdit["changes"]> = {};
  for (const { file, range, newText } of edits) {
    const uri = documents.uriOf(file);
    changes[uri] = [...(changes[uri] ?? []), { range, newText }];
  }
  return { changes };
}
