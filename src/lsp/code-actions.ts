import {
  CodeActionKind,
  type CancellationToken,
  type CodeAction,
  type CodeActionParams,
  type Range,
} from "vscode-languageserver/node";
import type { Diagnostic } from "../runtime/protocol/language.ts";
import { toDiagnostic, toWorkspaceEdit } from "./conversions.ts";
import type { OpenDocument, OpenDocuments } from "./documents.ts";
import type { Problems } from "./problems.ts";
import type { LanguageClient } from "./language-client.ts";

/** "Fix all" of the editor, which some do at each save. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.daggr`;

/** Quick fixes for the problems at a place, and one action for all that nobody has to look at. */
export class CodeActions {
  constructor(
    private readonly worker: LanguageClient,
    private readonly problems: Problems,
    private readonly documents: OpenDocuments,
  ) {}

  async at(
    { textDocument, range, context }: CodeActionParams,
    token: CancellationToken,
  ): Promise<CodeAction[]> {
    const document = this.documents.of(textDocument.uri);
    if (document === undefined || !document.isWorkflow) return [];
    const all = await this.problems.of(document);
    if (token.isCancellationRequested) return [];
    const wants = (kind: string) =>
      context.only === undefined || context.only.some((asked) => `${kind}.`.startsWith(`${asked}.`));
    const here = all.filter((problem) => touch(problem.range, range));
    const quick = wants(CodeActionKind.QuickFix) ? here.flatMap((problem) => this.#quickFixes(problem)) : [];
    const isSafe = ({ fixes: [first] }: Diagnostic) => first?.safe === true;
    const safe = all.filter(isSafe).length;
    if (context.only !== undefined && wants(fixAllKind) && safe > 0)
      return [...quick, ...(await this.#fixAll(document, fixAllKind, token))];
    if (wants(CodeActionKind.QuickFix) && safe > 1 && here.some(isSafe))
      return [...quick, ...(await this.#fixAll(document, CodeActionKind.QuickFix, token))];
    return quick;
  }

  /** What no edit can do, an account to sign in to, is nothing that another editor could offer. */
  #quickFixes(problem: Diagnostic): CodeAction[] {
    const diagnostics = [toDiagnostic(problem, this.documents)];
    return problem.fixes
      .filter(({ edits }) => edits.length > 0)
      .map(({ title, edits, safe }, place) => ({
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics,
        isPreferred: place === 0 && safe,
        edit: toWorkspaceEdit(edits, this.documents),
      }));
  }

  async #fixAll(document: OpenDocument, kind: string, token: CancellationToken): Promise<CodeAction[]> {
    const edits = await this.worker.ask(document, (remote, of, signal) => remote.fixAll(of, signal), token);
    if (edits === undefined || edits.length === 0) return [];
    const title = "Fix all Daggr problems that can be fixed safely";
    return [{ title, kind, edit: toWorkspaceEdit(edits, this.documents) }];
  }
}

function touch(a: Range, b: Range): boolean {
  return !isBefore(a, b) && !isBefore(b, a);
}

function isBefore({ end }: Range, { start }: Range): boolean {
  return end.line < start.line || (end.line === start.line && end.character < start.character);
}
