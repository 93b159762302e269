import ELK, { type ElkNode } from "elkjs/lib/elk.bundled.js";
import type { Layout } from "../protocol/canvas.ts";
import type { Size } from "../sheets/store.ts";
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

/** Left to right in layers, ports where the cards have them, siblings in the order the workflow names them. */
const options = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.layered.spacing.nodeNodeBetweenLayers": "90",
  "elk.spacing.nodeNode": "28",
  "elk.spacing.edgeNode": "20",
  "elk.spacing.componentComponent": "48",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
  "elk.layered.nodePlacement.bk.fixedAlignment": "BALANCED",
  "elk.layered.nodePlacement.favorStraightEdges": "false",
  "elk.aspectRatio": "1.6",
  "elk.padding": "[top=0,left=0,bottom=0,right=0]",
};

/** Places every card. Deterministic; pure work of the processor, some seconds for thousands of cards. */
export async function layered({ cards, edges }: LayoutTask): Promise<Layout> {
  const portId = (card: string, handle: string) => JSON.stringify([card, handle]);
  const known = new Set(cards.flatMap(({ id, handles }) => handles.map((handle) => portId(id, handle.id))));
  const graph: ElkNode = {
    id: "root",
    layoutOptions: options,
    children: cards.map(({ id, width, height, handles }) => ({
      id,
      width,
      height,
      layoutOptions: { "elk.portConstraints": "FIXED_POS" },
      ports: handles.map((handle) => ({
        id: portId(id, handle.id),
        x: handle.side === "left" ? 0 : width,
        y: handle.y,
        width: 0,
        height: 0,
        layoutOptions: { "elk.port.side": handle.side === "left" ? "WEST" : "EAST" },
      })),
    })),
    edges: edges.flatMap(({ source, sourceHandle, target, targetHandle }, index) => {
      const ends = [portId(source, sourceHandle), portId(target, targetHandle)] as const;
      if (!ends.every((end) => known.has(end))) return [];
      return [{ id: `edge ${index}`, sources: [ends[0]], targets: [ends[1]] }];
    }),
  };
  const { children = [] } = await new ELK().layout(graph);
  return {
    cards: Object.fromEntries(
      children.map(({ id, x = 0, y = 0, width = 0, height = 0 }) => [
        id,
        { x: Math.round(x), y: Math.round(y), width, height },
      ]),
    ),
  };
}
