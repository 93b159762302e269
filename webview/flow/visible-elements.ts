import { createSubscriber } from "svelte/reactivity";
import {
  getLayoutedEdges as edgesInView,
  getVisibleNodes as nodesInView,
  type EdgesOptions,
  type Transform,
} from "svelte-flow:visible-elements";
import { farZoom } from "./far.ts";

// Stands in the bundle for the module of Svelte Flow that finds what is in view (scripts/lib/visible-elements.mjs). That one does
// so for each frame, and a card that comes and goes while a person moves around costs more than the move. This one keeps
// what is around the view, too, and looks again when the view leaves that.

/** In the flow's own coordinates. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
interface Area extends Box {
  /** Cards show no more than what they are. */
  readonly far: boolean;
  /** Of the view's size, kept on each side of it. */
  readonly around: number;
}

/** Of the view's size, kept on each side of it. */
const margin = 0.25;
/** Added to that at once while a person looks on. */
const slice = 0.05;
/** Times as wide as the view: what is kept after zooming in, before it is looked at again. */
const widest = 2;

/** By the flow's nodes: each flow has its own. */
const areas = new WeakMap<object, Area>();

/** Areas with less around them than they need, and those whose turn to get more has come. */
const waiting = new Set<Area>();
const ripe = new WeakSet<Area>();
/** What reads this looks again when there is nothing else to do. */
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
    // Where lines end is known without their cards, which are not drawn for lines that pass.
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
    // What is seen comes first: on the first look, and where all that is drawn gets another form.
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

/** The area as if it were all of a window. */
function transformOf({ x, y }: Box): Transform {
  return [-x, -y, 1];
}
