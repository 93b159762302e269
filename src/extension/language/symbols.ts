import * as vscode from "vscode";
import type { Outline, OutlineEntry, OutlineNode } from "../../runtime/protocol/language.ts";
import type { LanguageClient } from "./client.ts";
import { toRange } from "./positions.ts";

const kindLabels: Readonly<Record<OutlineNode["kind"], string>> = {
  gradio: "Space",
  fn: "function",
  inference: "model",
  input: "inputs",
  choice: "choice",
  human: "human step",
};

/** The nodes and graphs of a workflow in the outline and in "Go to Symbol". */
export class Symbols implements vscode.DocumentSymbolProvider {
  constructor(private readonly client: LanguageClient) {}

  async provideDocumentSymbols(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.DocumentSymbol[]> {
    const outline = await this.client.ask(
      document,
      (remote, of, signal) => remote.outline(of, signal),
      token,
    );
    return outline === undefined ? [] : symbolsOf(outline);
  }
}

function symbolsOf({ nodes, graphs }: Outline): vscode.DocumentSymbol[] {
  const all = [
    ...nodes.map(nodeSymbol),
    ...graphs.map(({ name, range, selection }) =>
      symbol(name ?? "graph", "graph", vscode.SymbolKind.Namespace, range, selection),
    ),
  ];
  return all.sort((a, b) => a.range.start.compareTo(b.range.start));
}

function nodeSymbol({
  name,
  kind,
  target,
  range,
  selection,
  variants,
  inputs,
  outputs,
}: OutlineNode): vscode.DocumentSymbol {
  const detail = target === undefined ? kindLabels[kind] : `${kindLabels[kind]} ${target}`;
  const made = symbol(name ?? target ?? kindLabels[kind], detail, vscode.SymbolKind.Object, range, selection);
  made.children.push(
    ...variants.map(nodeSymbol),
    ...inputs.map((entry) => entrySymbol(entry, "input")),
    ...outputs.map((entry) => entrySymbol(entry, "output")),
  );
  return made;
}

function entrySymbol({ name, range }: OutlineEntry, detail: string): vscode.DocumentSymbol {
  return symbol(name, detail, vscode.SymbolKind.Property, range, range);
}

function symbol(
  name: string,
  detail: string,
  kind: vscode.SymbolKind,
  range: OutlineEntry["range"],
  selection: OutlineEntry["range"],
): vscode.DocumentSymbol {
  const whole = toRange(range);
  const part = toRange(selection);
  // The name of a node made by a helper can lie outside its range, but VS Code requires the selection to be inside the range.
  return new vscode.DocumentSymbol(name, detail, kind, whole, whole.contains(part) ? part : whole);
}
