import { startCanvasPages, type CanvasPages } from "../../test/browser/canvas/page.ts";
import type { Benchmark } from "../benchmark.ts";
import { firstPaint, notePaint, panAndZoom, statusUpdate } from "../canvas/in-page.ts";

const paint = "first paint after the data";
const plainPaint = "first paint, plain Svelte Flow";
const plain = "panning and zooming, plain Svelte Flow";
/** Frames wait for no screen, so that they take what their work takes. */
const chromium = ["--disable-gpu-vsync", "--disable-frame-rate-limit"];
let canvas: CanvasPages | undefined;
let flow: CanvasPages | undefined;

async function measured<T>(pages: CanvasPages | undefined, measure: MeasurePage<T>): Promise<T> {
  if (!pages) throw new Error("The pages were not built.");
  const { page } = await pages.open("1000", { prepare: notePaint });
  try {
    await firstPaint(page);
    return await measure(page);
  } finally {
    await page.close();
  }
}
type MeasurePage<T> = (page: Parameters<typeof firstPaint>[0]) => Promise<T>;

/** The real canvas with a played host in headless Chromium, beside a plain page of Svelte Flow with as many nodes. */
export default {
  title: "canvas of 1,000 nodes",
  runs: 3,
  quick: 1,
  async prepare() {
    [canvas, flow] = await Promise.all([
      startCanvasPages({ chromium }),
      startCanvasPages({ chromium, entry: "webview/dev/plain-flow.ts" }),
    ]);
    return async () => {
      await canvas?.close();
      await flow?.close();
    };
  },
  sides: {
    [paint]: () => measured(canvas, firstPaint),
    [plainPaint]: () => measured(flow, firstPaint),
    "panning and zooming, median frame": () => measured(canvas, panAndZoom),
    [plain]: () => measured(flow, panAndZoom),
    "update of a node's status": () => measured(canvas, statusUpdate),
  },
  limits: {
    [paint]: { times: 1, of: plainPaint },
    "panning and zooming, median frame": { times: 1.25, of: plain },
    // No frame may be lost to it.
    "update of a node's status": { times: 1, of: plain },
  },
  remark:
    "Plain Svelte Flow draws all thousand nodes as boxes with a name. Ours draws the cards that are in view, each with its components, so a frame that brings cards into view makes their components. Next step: make them one frame after the card.",
} satisfies Benchmark;
