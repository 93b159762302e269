import { relative } from "node:path";
import { printed, printedPlace } from "../runtime/check/printed-diagnostic.ts";
import type { Diagnostic } from "../runtime/protocol/language.ts";
import { styled, type Piece } from "./output.ts";

const colours = { error: "red", warning: "yellow", information: "blue" } as const;

/** One diagnostic as a person reads it: place, severity, message, and what would mend it. */
export function told(diagnostic: Diagnostic): readonly Piece[] {
  const { severity, message, code, fixes } = printed(diagnostic);
  const { line, column } = printedPlace(diagnostic);
  const at = `${relative(process.cwd(), diagnostic.file) || diagnostic.file}:${line}:${column}`;
  const [fix] = fixes;
  return [
    ...[styled("bold", at), "  ", styled(colours[severity], severity), `  ${message}  `, styled("dim", code)],
    ...(fix === undefined ? [] : [`\n    fix: ${fix.title}`]),
  ];
}
