import type { Viewport } from "@xyflow/svelte";
import { farZoom } from "./far.ts";
import { boundsOf, type Box } from "./overview.ts";

/** What the bars cover at the top and the bottom, in pixels. */
const [above, below] = [72, 56];

/**
 * How a graph is seen at first. One that would be too small to read if all of it were shown begins at its first card, in a
 * size that can be used; undefined where all of it can be shown.
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
  const first = column.reduce((one, other) => (other.y < one.y ? other : one));
  const seen = (window.height - above - below) / zoom;
  const middle = first.y + first.height / 2 - seen / 2;
  const top = Math.max(all.y, Math.min(middle, all.y + all.height - seen));
  return { x: 24 - all.x * zoom, y: above - top * zoom, zoom };
}
