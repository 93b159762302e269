import { runs } from "../../graph/node-kinds.ts";
import type { Outline, OutlineNode, Range } from "../../protocol/language.ts";

/** What can be done with a node or a graph from the editor. */
export interface Lens {
  readonly action: "open-canvas" | "run-all" | "run-node" | "test-node" | "debug-node";
  /** Where it stands. */
  readonly range: Range;
  readonly node?: string;
  /** Undefined where the file alone says which: it may be about to get another name. */
  readonly graph?: string;
}

/** The lenses of a file: Open Canvas and Run All at each graph; Run, Test, Debug at each node that runs, variants included. */
export function lensesOf({ nodes, graphs }: Outline): readonly Lens[] {
  const several = graphs.length > 1;
  const ofNode = (node: OutlineNode): readonly Lens[] => {
    const inner = node.variants.flatMap(ofNode);
    const { name, graph, selection: range, debuggable } = node;
    if (name === undefined || !runs(node)) return inner;
    const at = { range, node: name, ...(several && graph !== undefined && { graph }) };
    return [
      { action: "run-node", ...at },
      { action: "test-node", ...at },
      ...(debuggable ? [{ action: "debug-node", ...at } as const] : []),
      ...inner,
    ];
  };
  const ofGraphs = graphs.flatMap(({ name, exported, selection: range }): readonly Lens[] => {
    if (!exported) return [];
    const at = { range, ...(several && name !== undefined && { graph: name }) };
    return [
      { action: "open-canvas", ...at },
      { action: "run-all", ...at },
    ];
  });
  return [...ofGraphs, ...nodes.flatMap(ofNode)];
}
