import { typescript } from "../../typescript.ts";
import type { SyntaxDiagnostic } from "../module-facts.ts";
import { moduleProgram } from "./program.ts";
import { positionOf } from "../syntax/syntax-tree.ts";

/** "Duplicate identifier", "Cannot redeclare", "Import declaration conflicts", "Duplicate function implementation". */
const redeclarations: ReadonlySet<number> = new Set([2300, 2393, 2440, 2451]);

/**
 * Where Node may refuse a module that can be parsed: a name declared twice, `return` outside of a function, and so on. Node says
 * what, but not where. This needs a full check, so it is called only then.
 */
export function earlyErrors(path: string, text: string): readonly SyntaxDiagnostic[] {
  const ts = typescript();
  const { program, source } = moduleProgram(path, text, "module", { noCheck: false });
  return program
    .getSemanticDiagnostics(source)
    .filter(({ code }) => code < 2000 || redeclarations.has(code))
    .map(({ messageText, start }) => ({
      message: ts.flattenDiagnosticMessageText(messageText, "\n"),
      ...positionOf(source, start ?? 0),
    }));
}
