import type { Viewport } from "@xyflow/svelte";
import { boundsOf, type Box } from "./overview.ts";

/** The canvas in pixels, and what lies over its two lower corners: the tools, and the overview. */
export interface Pane {
  readonly width: number;
  readonly height: number;
  readonly corners: { readonly left: Corner; readonly right: Corner };
}

/** How far it reaches into the canvas, seen from the corner. */
export interface Corner {
  readonly width: number;
  readonly height: number;
}

interface Margins {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** The bars at the top and at the bottom cover cards, so these stay between them. */
export const margins: Margins = { top: 64, right: 32, bottom: 56, left: 32 };
const gap = 8;
/** As far out as the canvas goes. */
export const smallestZoom = 0.05;

/**
 * The viewport that shows all boxes as large as they go, and none behind what lies over the corners: a card's Run stands there.
 * Undefined without boxes.
 *
 * @param least the smallest zoom, at which boxes may reach out of view
 */
export function fitted(boxes: readonly Box[], pane: Pane, least = smallestZoom): Viewport | undefined {
  const all = boundsOf(boxes);
  if (!all) return undefined;
  const { left, right } = pane.corners;
  const above = Math.max(left.height, right.height, margins.bottom) + gap;
  const besides = { left: left.width + gap, right: right.width + gap };
  const views = [
    margins,
    { ...margins, right: besides.right },
    { ...margins, ...besides },
    { ...margins, bottom: above },
  ].map((around) => within(all, pane, around, least));
  const free = views.filter((view) => !boxes.some((box) => isCovered(box, view, pane)));
  return (free.length > 0 ? free : views.slice(-1)).reduce((best, view) =>
    view.zoom > best.zoom ? view : best,
  );
}

/** Where a box stands in the pane, in pixels. */
export function inPane({ x, y, width, height }: Box, view: Viewport): Box {
  const { zoom } = view;
  return { x: x * zoom + view.x, y: y * zoom + view.y, width: width * zoom, height: height * zoom };
}

/** The whole of a box in the middle of what the margins leave of the pane. */
function within(all: Box, pane: Pane, around: Margins, least: number): Viewport {
  const width = pane.width - around.left - around.right;
  const height = pane.height - around.top - around.bottom;
  const wanted = Math.min(width / all.width, height / all.height);
  const zoom = Math.max(least, Math.min(1, wanted));
  return {
    x: around.left + width / 2 - (all.x + all.width / 2) * zoom,
    y: around.top + height / 2 - (all.y + all.height / 2) * zoom,
    zoom,
  };
}

function isCovered(box: Box, view: Viewport, { width, height, corners }: Pane): boolean {
  const seen = inPane(box, view);
  const [right, bottom] = [seen.x + seen.width, seen.y + seen.height];
  return (
    (seen.x < corners.left.width + gap && bottom > height - corners.left.height - gap) ||
    (right > width - corners.right.width - gap && bottom > height - corners.right.height - gap)
  );
}
