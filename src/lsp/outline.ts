import { SymbolKind, type CodeLens, type DocumentSymbol } from "vscode-languageserver/node";
import type { Lens } from "../runtime/check/features/lenses.ts";
import type { SymbolEntry } from "../runtime/check/features/symbols.ts";
import { commandLine } from "./command-line.ts";

/** The command of all lenses; its argument is a command line. */
export const terminalCommand = "daggr.terminal";

const symbolKinds: Readonly<Record<SymbolEntry["kind"], SymbolKind>> = {
  graph: SymbolKind.Namespace,
  node: SymbolKind.Object,
  port: SymbolKind.Property,
};

export function toSymbol({ name, detail, kind, range, selection, children }: SymbolEntry): DocumentSymbol {
  return {
    name,
    detail,
    kind: symbolKinds[kind],
    range,
    selectionRange: selection,
    children: children.map(toSymbol),
  };
}

/** A lens names what the program `daggr` does: this server runs nothing. Undefined for what needs VS Code's debugger. */
export function toLens({ action, range, node, graph }: Lens, file: string): CodeLens | undefined {
  const ofGraph = graph === undefined ? [] : ["--graph", graph];
  const lens = (title: string, ...words: readonly string[]): CodeLens => ({
    range,
    command: { title, command: terminalCommand, arguments: [commandLine([...words, ...ofGraph])] },
  });
  switch (action) {
    case "open-canvas":
      return lens("Open canvas", "serve", file);
    case "run-all":
      return lens("Run all", "run", file);
    case "run-node":
      return lens("Run node", "run", file, "--node", node ?? "");
    case "test-node":
      return lens("Test node", "test", file, node ?? "");
    case "debug-node":
      return undefined;
  }
}
