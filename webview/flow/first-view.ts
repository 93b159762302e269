import type { Viewport } from "@xyflow/svelte";
import { farZoom } from "./far.ts";
import { boundsOf, type Box } from "./overview.ts";

/** The height in pixels that the bars cover at the top and at the bottom. */
const [above, below] = [72, 56];

/**
 * The first viewport of a graph that would be too small to read if all of it were shown: it begins at the first card, at a
 * readable zoom. Undefined if the whole graph fits in the window at a readable zoom.
 */
export function firstView(
  boxes: readonly Box[],
  window: { readonly width: number; readonly height: number },
): Viewport | undefined {
  const all = boundsOf(boxes);
  if (!all) return undefined;
  const whole = Math.min((window.width - 64) / all.width, (window.height - 120) / all.height);
  if (whole >= farZoom + 0.05) return undefined;
  const zoom = Math.min(0.9, (window.width - 32) / 320);
  const column = boxes.filter(({ x }) => x < all.x + 40);
  const first = column.reduce((highest, box) => (box.y < highest.y ? box : highest));
  const visibleHeight = (window.height - above - below) / zoom;
  const middle = first.y + first.height / 2 - visibleHeight / 2;
  const top = Math.max(all.y, Math.min(middle, all.y + all.height - visibleHeight));
  return { x: 24 - all.x * zoom, y: above - top * zoom, zoom };
}
