import type { Outline, OutlineEntry, OutlineNode, Position, Range } from "../../protocol/language.ts";

/** An entry of an editor's outline. */
export interface SymbolEntry {
  readonly name: string;
  readonly detail: string;
  readonly kind: "graph" | "node" | "port";
  readonly range: Range;
  /** Inside of `range`, as editors want it. */
  readonly selection: Range;
  readonly children: readonly SymbolEntry[];
}

const kindLabels: Readonly<Record<OutlineNode["kind"], string>> = {
  gradio: "Space",
  fn: "function",
  inference: "model",
  input: "inputs",
  choice: "choice",
  human: "human step",
};

/** The nodes and graphs of a file, in the order of the text. */
export function symbolsOf({ nodes, graphs }: Outline): readonly SymbolEntry[] {
  const all = [
    ...nodes.map(nodeSymbol),
    ...graphs.map(({ name, range, selection }) =>
      entry(name ?? "graph", "graph", "graph", { range, selection, children: [] }),
    ),
  ];
  return all.sort((a, b) => compare(a.range.start, b.range.start));
}

function nodeSymbol(node: OutlineNode): SymbolEntry {
  const { name, kind, target, range, selection, variants, inputs, outputs } = node;
  const detail = target === undefined ? kindLabels[kind] : `${kindLabels[kind]} ${target}`;
  const children = [
    ...variants.map(nodeSymbol),
    ...inputs.map((one) => port(one, "input")),
    ...outputs.map((one) => port(one, "output")),
  ];
  return entry(name ?? target ?? kindLabels[kind], detail, "node", { range, selection, children });
}

function port({ name, range }: OutlineEntry, detail: string): SymbolEntry {
  return entry(name, detail, "port", { range, selection: range, children: [] });
}

function entry(
  name: string,
  detail: string,
  kind: SymbolEntry["kind"],
  { range, selection, children }: Pick<SymbolEntry, "range" | "selection" | "children">,
): SymbolEntry {
  // The name of a node that a helper makes can lie outside of the statement.
  const inside = compare(range.start, selection.start) <= 0 && compare(selection.end, range.end) <= 0;
  return { name, detail, kind, range, selection: inside ? selection : range, children };
}

function compare(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}
