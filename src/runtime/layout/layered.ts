import { graphlib, layout as place, type EdgeLabel, type GraphLabel, type NodeLabel } from "@dagrejs/dagre";
import type { Layout } from "../protocol/canvas.ts";
import type { Point, Size } from "../sheets/store.ts";
import type { Handle } from "./card-shape.ts";

/** What the layout worker answers. */
export type LayoutCalls = { layout(task: LayoutTask): Promise<Layout> };

/** A graph as boxes and lines. */
export interface LayoutTask {
  readonly cards: readonly (Size & { readonly id: string; readonly handles: readonly Handle[] })[];
  readonly edges: readonly {
    readonly source: string;
    readonly sourceHandle: string;
    readonly target: string;
    readonly targetHandle: string;
  }[];
}

/** Left to right in columns whose cards begin at one line. Pixels. */
const options = {
  rankdir: "LR",
  rankalign: "top",
  ranksep: 90,
  nodesep: 28,
  edgesep: 20,
  // The exact one takes seconds for a thousand cards.
  ranker: "tight-tree",
} as const satisfies GraphLabel;

/** Between parts of the graph that no line joins. */
const partGap = 48;
/** The width of the whole by its height, about as a canvas has it. */
const aspect = 1.6;

/** Cards and what joins them, which is filled with their places. */
type Part = InstanceType<typeof graphlib.Graph<GraphLabel, NodeLabel, EdgeLabel>>;

/** Places every card. Deterministic; pure work of the processor, about a second for a thousand cards. */
export function layered(task: LayoutTask): Layout {
  const parts = partsOf(task);
  parts.forEach((part) => place(part));
  return { cards: inRows(parts) };
}

/** What hangs together by lines, with cards in the order of the file. */
function partsOf({ cards, edges }: LayoutTask): Part[] {
  const handles = new Set(cards.flatMap(({ id, handles: own }) => own.map((handle) => endOf(id, handle.id))));
  // A line of a variant that was not selected may end at a handle that is not shown.
  const lines = edges.filter(
    ({ source, sourceHandle, target, targetHandle }) =>
      handles.has(endOf(source, sourceHandle)) && handles.has(endOf(target, targetHandle)),
  );
  const whole: Part = new graphlib.Graph<GraphLabel, NodeLabel, EdgeLabel>();
  for (const { id } of cards) whole.setNode(id, { width: 0, height: 0 });
  for (const { source, target } of lines) whole.setEdge(source, target, {});

  const partOf = new Map<string, Part>();
  for (const ids of graphlib.alg.components(whole)) {
    const part = new graphlib.Graph<GraphLabel, NodeLabel, EdgeLabel>().setGraph({ ...options });
    for (const id of ids) partOf.set(id, part);
  }
  for (const { id, width, height } of cards) partOf.get(id)?.setNode(id, { width, height });
  for (const { source, target } of lines) partOf.get(source)?.setEdge(source, target, {});
  return [...new Set(cards.flatMap(({ id }) => partOf.get(id) ?? []))];
}

function endOf(card: string, handle: string): string {
  return JSON.stringify([card, handle]);
}

/** Parts one beside the other, and below that the next ones, so that the whole has about the canvas's proportions. */
function inRows(parts: readonly Part[]): Layout["cards"] {
  const sizes = parts.map((part) => ({ width: part.graph().width ?? 0, height: part.graph().height ?? 0 }));
  const area = sizes.reduce((sum, { width, height }) => sum + (width + partGap) * (height + partGap), 0);
  const widest = Math.max(Math.sqrt(area * aspect), ...sizes.map(({ width }) => width));
  const cards: Record<string, Point & Size> = {};
  let [left, top, rowHeight] = [0, 0, 0];
  parts.forEach((part, index) => {
    const { width, height } = sizes[index]!;
    if (left > 0 && left + width > widest) {
      top += rowHeight + partGap;
      [left, rowHeight] = [0, 0];
    }
    for (const id of part.nodes()) {
      const { x = 0, y = 0, ...card } = part.node(id);
      // dagre gives the middle of a card.
      cards[id] = {
        x: Math.round(left + x - card.width / 2),
        y: Math.round(top + y - card.height / 2),
        width: card.width,
        height: card.height,
      };
    }
    left += width + partGap;
    rowHeight = Math.max(rowHeight, height);
  });
  return cards;
}
