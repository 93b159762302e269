import * as vscode from "vscode";
import { symbolsOf, type SymbolEntry } from "../../runtime/check/features/symbols.ts";
import type { LanguageClient } from "./client.ts";
import { toRange } from "./positions.ts";

const kinds: Readonly<Record<SymbolEntry["kind"], vscode.SymbolKind>> = {
  graph: vscode.SymbolKind.Namespace,
  node: vscode.SymbolKind.Object,
  port: vscode.SymbolKind.Property,
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
    return outline === undefined ? [] : symbolsOf(outline).map(toSymbol);
  }
}

function toSymbol({ name, detail, kind, range, selection, children }: SymbolEntry): vscode.DocumentSymbol {
  const symbol = new vscode.DocumentSymbol(name, detail, kinds[kind], toRange(range), toRange(selection));
  symbol.children.push(...children.map(toSymbol));
  return symbol;
}
