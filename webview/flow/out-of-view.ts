import type { Viewport } from "@xyflow/svelte";
import { inPane } from "./fit.ts";
import type { Box } from "./overview.ts";

/** A side of the canvas, as a person says where something is. */
export type Side = "to the right" | "to the left" | "below" | "above";

/** The boxes whose middle is out of view, by the side on which they lie; beside the view goes before above and below. */
export function outOfView<B extends Box>(
  boxes: readonly B[],
  view: Viewport,
  pane: { readonly width: number; readonly height: number },
): ReadonlyMap<Side, readonly B[]> {
  const found = new Map<Side, B[]>();
  for (const box of boxes) {
    const side = sideOf(middleOf(inPane(box, view)), pane);
    if (!side) continue;
    const others = found.get(side);
    if (others) others.push(box);
    else found.set(side, [box]);
  }
  return found;
}

/** Of some boxes, the one that lies nearest to what is in view. */
export function nearest<B extends Box>(
  boxes: readonly B[],
  view: Viewport,
  pane: { readonly width: number; readonly height: number },
): B | undefined {
  const distance = (box: Box) => {
    const { x, y } = middleOf(inPane(box, view));
    return Math.hypot(x - pane.width / 2, y - pane.height / 2);
  };
  return boxes.reduce<B | undefined>(
    (best, box) => (best && distance(best) <= distance(box) ? best : box),
    undefined,
  );
}

function middleOf({ x, y, width, height }: Box): { x: number; y: number } {
  return { x: x + width / 2, y: y + height / 2 };
}

function sideOf(
  { x, y }: { x: number; y: number },
  { width, height }: { readonly width: number; readonly height: number },
): Side | undefined {
  if (x > width) return "to the right";
  if (x < 0) return "to the left";
  if (y > height) return "below";
  return y < 0 ? "above" : undefined;
}
