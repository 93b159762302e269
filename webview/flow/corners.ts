import type { Pane } from "./fit.ts";

// What lies over the lower corners of the canvas. The tools and the overview are drawn in these sizes. Pixels.

/** Around the panels, and at the sides of what they show. */
const panelMargin = 14;
const border = 1;

/** A button of the tools, and how many there are. */
const tool = 28;
const tools = 5;

/** The overview: in a narrow canvas smaller, and above the bar that tells of a run. */
export function overviewAt(canvasWidth: number): { width: number; height: number; bottom: number } {
  return canvasWidth < 720
    ? { width: 108, height: 66, bottom: 56 }
    : { width: 180, height: 110, bottom: panelMargin };
}

/** The canvas of this size in pixels. */
export function paneOf(width: number, height: number): Pane {
  const overview = overviewAt(width);
  return {
    width,
    height,
    corners: {
      left: {
        width: panelMargin + tool + 2 * border,
        height: panelMargin + tools * (tool + border) + border,
      },
      right: {
        width: panelMargin + overview.width + 2 * border,
        height: overview.bottom + overview.height + 2 * border,
      },
    },
  };
}
