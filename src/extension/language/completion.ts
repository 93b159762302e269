import * as vscode from "vscode";
import type { Completion, CompletionKind } from "../../runtime/protocol/language.ts";
import type { LanguageClient } from "./client.ts";
import { fromPosition, toRange } from "./positions.ts";

const kinds: Readonly<Record<CompletionKind, vscode.CompletionItemKind>> = {
  space: vscode.CompletionItemKind.Module,
  model: vscode.CompletionItemKind.Module,
  endpoint: vscode.CompletionItemKind.Method,
  parameter: vscode.CompletionItemKind.Property,
  value: vscode.CompletionItemKind.Value,
  port: vscode.CompletionItemKind.Reference,
  task: vscode.CompletionItemKind.EnumMember,
};

/** Spaces, models, endpoints, parameters, allowed values and ports. */
export class Completions implements vscode.CompletionItemProvider {
  constructor(private readonly client: LanguageClient) {}

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.CompletionList | undefined> {
    const found = await this.client.ask(
      document,
      (remote, of, signal) => remote.complete({ ...of, position: fromPosition(position) }, signal),
      token,
    );
    return found && new vscode.CompletionList(found.items.map(toItem), found.incomplete);
  }
}

function toItem({
  label,
  kind,
  detail,
  documentation,
  range,
  insert,
  order,
  edits,
}: Completion): vscode.CompletionItem {
  const item = new vscode.CompletionItem({ label, ...(detail && { description: detail }) }, kinds[kind]);
  item.range = toRange(range);
  item.insertText = insert;
  item.filterText = label;
  // Ours know the Space; what TypeScript suggests comes after them.
  item.sortText = ` ${order}`;
  if (documentation !== undefined) item.documentation = new vscode.MarkdownString(documentation);
  if (edits !== undefined)
    item.additionalTextEdits = edits.map((edit) => new vscode.TextEdit(toRange(edit.range), edit.newText));
  return item;
}
