import {
  CompletionItemKind,
  InsertTextFormat,
  MarkupKind,
  type CompletionItem,
  type CompletionList,
} from "vscode-languageserver/node";
import type { Completion, CompletionKind, Completions } from "../runtime/protocol/language.ts";

const kinds: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  space: CompletionItemKind.Module,
  model: CompletionItemKind.Module,
  endpoint: CompletionItemKind.Method,
  parameter: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  port: CompletionItemKind.Reference,
  task: CompletionItemKind.EnumMember,
};

export function toCompletionList({ items, incomplete }: Completions): CompletionList {
  return { isIncomplete: incomplete, items: items.map(toItem) };
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
}: Completion): CompletionItem {
  return {
    label,
    kind: kinds[kind],
    ...(detail !== undefined && { detail }),
    ...(documentation !== undefined && {
      documentation: { kind: MarkupKind.Markdown, value: documentation },
    }),
    textEdit: { range, newText: insert },
    insertTextFormat: InsertTextFormat.PlainText,
    filterText: label,
    // Ours know the Space; what TypeScript suggests comes after them.
    sortText: ` ${order}`,
    ...(edits !== undefined && {
      additionalTextEdits: edits.map((edit) => ({ range: edit.range, newText: edit.newText })),
    }),
  };
}
