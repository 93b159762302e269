import type { Viewport } from "@xyflow/svelte";
import { readableZoom } from "./far.ts";
import { fitted, margins, type Pane } from "./fit.ts";
import { outOfView } from "./out-of-view.ts";
import { boundsOf, type Box } from "./overview.ts";

/** In pixels. */
const edge = 24;
const narrowestCard = 320;
/** What is shown of a graph that is too large is shown no smaller than this, and no larger than that. */
const [small, large] = [0.7, 0.9];

/**
 * The first viewport: the whole graph where it can be read, else as much of it from its first card on as can be. Undefined
 * without boxes.
 */
export function firstView(boxes: readonly Box[], pane: Pane): Viewport | undefined {
  const whole = fitted(boxes, pane);
  return whole && whole.zoom < readableZoom ? beginning(boxes, pane) : whole;
}

/** Whether a viewport that was kept shows a card. One of a wider window may show none in a narrow one. */
export function showsCard(view: Viewport, boxes: readonly Box[], pane: Pane): boolean {
  if (boxes.length === 0) return true;
  const beyond = [...outOfView(boxes, view, pane).values()].reduce((count, some) => count + some.length, 0);
  return beyond < boxes.length;
}

function beginning(boxes: readonly Box[], pane: Pane): Viewport {
  const all = boundsOf(boxes)!;
  const zoom = zoomOfColumns(boxes, all.x, pane.width);
  const column = boxes.filter(({ x }) => x < all.x + 40);
  const first = column.reduce((highest, box) => (box.y < highest.y ? box : highest));
  const { left, right } = pane.corners;
  const visible = (pane.height - margins.top - Math.max(left.height, right.height)) / zoom;
  const middle = first.y + first.height / 2 - visible / 2;
  const top = Math.max(all.y, Math.min(middle, all.y + all.height - visible));
  return { x: edge - all.x * zoom, y: margins.top - top * zoom, zoom };
}

/** The zoom at which the last column that finds room ends at the edge, instead of being cut there. */
function zoomOfColumns(boxes: readonly Box[], left: number, width: number): number {
  const zooms = boxes.map((box) => (width - 2 * edge) / (box.x + box.width - left));
  const fitting = zooms.filter((zoom) => zoom >= small);
  if (fitting.length === 0) return Math.min(large, (width - 32) / narrowestCard);
  return Math.min(large, ...fitting);
}
