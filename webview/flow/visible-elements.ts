import { createSubscriber } from "svelte/reactivity";
import {
  getLayoutedEdges as edgesInView,
  getVisibleNodes as nodesInView,
  type EdgesOptions,
  type Transform,
} from "svelte-flow:visible-elements";
import { farZoom } from "./far.ts";

// Replaces, in the bundle, the module of Svelte Flow that finds what is in view (scripts/lib/visible-elements.mjs). The original
// does so for each frame, and adding and removing cards during a move costs more than the move itself. This module also
// keeps the elements around the view, and searches again only when the view leaves that area.

/** In the flow's coordinates. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
interface Area extends Box {
  /** Whether cards are drawn in their form for far out (zoom below `farZoom`). */
  readonly far: boolean;
  /** The margin on each side of the view, as a fraction of the view's size. */
  readonly around: number;
}

/** The full margin on each side of the view, as a fraction of the view's size. */
const margin = 0.25;
/** How much the margin grows in one step, so that no step holds up a frame for long. */
const slice = 0.05;
/** After zooming in, an area is kept until it is more than this many times as wide as the view. */
const widest = 2;

/** The current area of each flow, by the flow's node lookup. */
const areas = new WeakMap<object, Area>();

/** Areas whose margin is still too small, and those of them that may grow now. */
const waiting = new Set<Area>();
const ripe = new WeakSet<Area>();
/** Whatever reads this is computed again when the browser is idle. */
const whenIdle = createSubscriber((update) => {
  const handle = requestIdleCallback(() => {
    for (const area of waiting) ripe.add(area);
    waiting.clear();
    update();
  });
  return () => cancelIdleCallback(handle);
});

export function getVisibleNodes(
  nodes: Parameters<typeof nodesInView>[0],
  transform: Transform,
  width: number,
  height: number,
): ReturnType<typeof nodesInView> {
  const area = areaAround(nodes, transform, width, height);
  return nodesInView(nodes, transformOf(area), area.width, area.height);
}

export function getLayoutedEdges(options: EdgesOptions): ReturnType<typeof edgesInView> {
  if (!options.onlyRenderVisible) return edgesInView(options);
  const area = areaAround(options.nodeLookup, options.transform, options.width, options.height);
  return edgesInView({
    ...options,
    // The ends of lines are known without their cards, so cards out of view need not be drawn for lines that cross the view.
    visibleNodes: new Map(),
    transform: transformOf(area),
    width: area.width,
    height: area.height,
  });
}

function areaAround(nodes: object, [x, y, zoom]: Transform, width: number, height: number): Area {
  const view = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
  const far = zoom < farZoom;
  const before = areas.get(nodes);
  const fits = before?.far === far && contains(before, view) && before.width <= view.width * widest;
  const area = before && fits && !ripe.has(before) ? before : next();
  if (width > 0) areas.set(nodes, area);
  if (area.around < margin) {
    waiting.add(area);
    whenIdle();
  }
  return area;

  function next(): Area {
    // At first, and when all cards change their form, only what is in view is drawn; the margin follows.
    if (before?.far !== far) return { ...view, far, around: 0 };
    const around = fits ? Math.min(margin, before.around + slice) : margin;
    return { ...grown(view, around), far, around };
  }
}

function contains(area: Box, { x, y, width, height }: Box): boolean {
  const [right, bottom] = [area.x + area.width, area.y + area.height];
  return x >= area.x && y >= area.y && x + width <= right && y + height <= bottom;
}

function grown({ x, y, width, height }: Box, part: number): Box {
  const [right, down] = [width * part, height * part];
  return { x: x - right, y: y - down, width: width + 2 * right, height: height + 2 * down };
}

/** The transform of a window that shows exactly this area. */
function transformOf({ x, y }: Box): Transform {
  return [-x, -y, 1];
}
