import type { CardNode } from "../graph/flow-graph.ts";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The smallest box around all boxes; undefined if there are none. */
export function boundsOf(boxes: readonly Box[]): Box | undefined {
  if (boxes.length === 0) return undefined;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

export function boxOf({ position, width = 0, height = 0 }: CardNode): Box {
  return { ...position, width, height };
}

/** An SVG path along the outline of a box. */
export function around({ x, y, width, height }: Box): string {
  return `M${x} ${y}h${width}v${height}h${-width}z`;
}

/** For each colour, one SVG path that outlines all cards of that colour. */
export function pathsByColour(
  nodes: readonly CardNode[],
  colourOf: (node: CardNode) => string,
): Map<string, string> {
  const paths = new Map<string, string>();
  for (const node of nodes) {
    const colour = colourOf(node);
    paths.set(colour, (paths.get(colour) ?? "") + around(boxOf(node)));
  }
  return paths;
}
