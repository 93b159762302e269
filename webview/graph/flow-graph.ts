import type { Edge as FlowEdge, Node as FlowNode, NodeHandle, Position } from "@xyflow/svelte";
import type { Layout } from "../../src/runtime/protocol/canvas.ts";
import type { GraphDescription } from "../../src/runtime/graph/description.ts";
import { cardShape, type CardShape, type Handle } from "../../src/runtime/layout/card-shape.ts";
import type { Card, Cards, Edge } from "../../src/runtime/layout/cards.ts";
import type { Point, Size } from "../../src/runtime/sheets/store.ts";
import { familyOf } from "../../src/runtime/components/component-queries.ts";
import { familyOfOutput, type Family } from "./families.ts";
import { runs } from "../../src/runtime/graph/node-kinds.ts";

export interface CardData extends Record<string, unknown> {
  readonly card: Card;
  readonly shape: CardShape;
  readonly compact: boolean;
}
export type CardNode = FlowNode<CardData, "card">;

export interface WireData extends Record<string, unknown> {
  readonly edge: Edge;
  readonly family: Family;
  /** What it carries is a result; else it is what a person put in. */
  readonly made: boolean;
}
export type WireEdge = FlowEdge<WireData, "wire">;

/** Where a person or the layout put the cards. */
export interface Placing {
  readonly layout: Layout;
  readonly positions: Readonly<Record<string, Point>>;
  readonly sizes: Readonly<Record<string, Size>>;
  readonly compact: Readonly<Record<string, true>>;
}

/**
 * The flow's nodes, with sizes and handles known beforehand so that nothing needs to be measured. A node that is as it was keeps
 * its object, so that the flow draws again only what changed; selection is carried over.
 */
export function flowNodes({ cards }: Cards, placing: Placing, before: readonly CardNode[]): CardNode[] {
  const known = new Map(before.map((node) => [node.id, node]));
  const placed = new Map<string, Point & Size>();
  const nodes = cards.map((card): CardNode => {
    const compact = placing.compact[card.id] ?? false;
    const previous = known.get(card.id);
    const sameCard =
      previous !== undefined && sameJson(previous.data.card, card) && previous.data.compact === compact;
    const data = sameCard ? previous.data : { card, compact, shape: cardShape(card, compact) };
    const size = compact ? undefined : placing.sizes[card.id];
    const width = size ? Math.max(size.width, 160) : data.shape.width;
    const height = size ? Math.max(size.height, 60) : data.shape.height;
    const position = placing.positions[card.id] ?? placing.layout.cards[card.id] ?? besides(card, placed);
    placed.set(card.id, { x: position.x, y: position.y, width, height });
    const same =
      previous &&
      previous.data === data &&
      previous.position.x === position.x &&
      previous.position.y === position.y &&
      previous.width === width &&
      previous.height === height;
    if (same) return previous;
    return {
      id: card.id,
      type: "card",
      data,
      position: { x: position.x, y: position.y },
      width,
      height,
      measured: { width, height },
      handles: data.shape.handles.map((handle) => flowHandle(handle, data.shape, { width, height })),
      selected: previous?.selected ?? false,
      ariaLabel: card.kind === "input" ? `Input ${card.label}` : card.node.name,
    };
  });
  return nodes;
}

/** A card the layout does not know yet stands below everything until the next layout comes. */
function besides(_card: Card, placed: ReadonlyMap<string, Point & Size>): Point {
  let bottom = 0;
  for (const { y, height } of placed.values()) bottom = Math.max(bottom, y + height);
  return { x: 0, y: bottom === 0 ? 0 : bottom + 28 };
}

/** Pixels across. */
export const portSize = 10;

/** A resized input card keeps its handle in its middle; on other cards handles stand at the top, in their rows. */
export function handleTop(handle: Handle, shape: CardShape, size: Size): number {
  return shape.rows.length === 0 && shape.handles.length === 1
    ? handle.y + (size.height - shape.height) / 2
    : handle.y;
}

function flowHandle(handle: Handle, shape: CardShape, size: Size): NodeHandle {
  return {
    id: handle.id,
    type: handle.side === "left" ? "target" : "source",
    position: handle.side as Position,
    x: (handle.side === "left" ? 0 : size.width) - portSize / 2,
    y: handleTop(handle, shape, size) - portSize / 2,
    width: portSize,
    height: portSize,
  };
}

/** Cards are made again for each redraw; comparing their text is much cheaper than drawing them. */
function sameJson(one: Card, other: Card): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

export function flowEdges(
  { edges, cards }: Cards,
  graph: GraphDescription,
  before: readonly WireEdge[],
): WireEdge[] {
  const known = new Map(before.map((edge) => [edge.id, edge]));
  const inputs = new Map(cards.flatMap((card) => (card.kind === "input" ? [[card.id, card.component]] : [])));
  const outputs = new Map(
    graph.nodes.flatMap((node) =>
      node.outputs.map((output) => [`${node.name}\n${output.name}`, output] as const),
    ),
  );
  const making = new Set(graph.nodes.flatMap((node) => (runs(node) ? [node.name] : [])));
  return edges.map((edge): WireEdge => {
    const component = inputs.get(edge.source);
    const output = outputs.get(`${edge.source}\n${edge.sourceHandle.slice("out:".length)}`);
    const family = component ? familyOf(component) : output ? familyOfOutput(output) : "any";
    const made = making.has(edge.source);
    const previous = known.get(edge.id);
    if (
      previous &&
      previous.data?.family === family &&
      previous.data.made === made &&
      JSON.stringify(previous.data.edge) === JSON.stringify(edge)
    ) {
      return previous;
    }
    return {
      id: edge.id,
      type: "wire",
      source: edge.source,
      target: edge.target,
      sourceHandle: edge.sourceHandle,
      targetHandle: edge.targetHandle,
      data: { edge, family, made },
      selectable: true,
      ariaLabel: edge.calls ? `${edge.source} calls ${edge.target}` : `From ${edge.source} to ${edge.target}`,
    };
  });
}
