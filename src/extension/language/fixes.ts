import * as vscode from "vscode";
import type { Diagnostic, Fix } from "../../runtime/protocol/language.ts";
import { commands } from "../ids.ts";
import type { LanguageClient } from "./client.ts";
import { toRange, toWorkspaceEdit } from "./positions.ts";
import { type Problems, toDiagnostic } from "./problems.ts";

export const fixKinds = {
  quick: vscode.CodeActionKind.QuickFix,
  all: vscode.CodeActionKind.SourceFixAll.append("daggr"),
} as const;

/** Quick fixes for our problems, and "Fix all" for those that nobody has to look at. */
export class Fixes implements vscode.CodeActionProvider {
  constructor(
    private readonly client: LanguageClient,
    private readonly problems: Problems,
  ) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { only }: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const all = await this.problems.of(document);
    if (token.isCancellationRequested) return [];
    const wants = (kind: vscode.CodeActionKind) =>
      only === undefined || only.contains(kind) || kind.contains(only);
    const here = all.filter((problem) => toRange(problem.range).intersection(range) !== undefined);
    const actions = wants(fixKinds.quick) ? here.flatMap((problem) => this.#quickFixes(problem)) : [];
    const safe = all.filter(({ fixes: [first] }) => first?.safe).length;
    if (safe > 0 && (only?.contains(fixKinds.all) || only?.intersects(fixKinds.all)))
      actions.push(...(await this.#fixAll(document, token, fixKinds.all)));
    else if (safe > 1 && here.some(({ fixes: [first] }) => first?.safe))
      actions.push(...(await this.#fixAll(document, token, fixKinds.quick)));
    return actions;
  }

  #quickFixes(problem: Diagnostic): vscode.CodeAction[] {
    const diagnostic = toDiagnostic(problem, this.client);
    return problem.fixes.map((fix, place) => {
      const action = new vscode.CodeAction(fix.title, fixKinds.quick);
      action.diagnostics = [diagnostic];
      action.isPreferred = place === 0 && fix.safe;
      this.#fill(action, fix);
      return action;
    });
  }

  #fill(action: vscode.CodeAction, { edits, signIn, title }: Fix): void {
    if (edits.length > 0) action.edit = toWorkspaceEdit(edits, (file) => this.client.uriOf(file));
    if (signIn?.to === "hugging-face") action.command = { command: commands.signIn, title };
    if (signIn?.to === "app")
      action.command = { command: commands.signInToApp, title, arguments: [signIn.origin] };
  }

  async #fixAll(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
    kind: vscode.CodeActionKind,
  ): Promise<vscode.CodeAction[]> {
    const edits = await this.client.ask(document, (remote, of, signal) => remote.fixAll(of, signal), token);
    if (edits === undefined || edits.length === 0) return [];
    const action = new vscode.CodeAction(
      vscode.l10n.t("Fix all Daggr problems that can be fixed safely"),
      kind,
    );
    action.edit = toWorkspaceEdit(edits, (file) => this.client.uriOf(file));
    return [action];
  }
}
