import { startCanvasPages, type CanvasPages } from "../../test/browser/canvas/page.ts";
import type { Benchmark } from "../benchmark.ts";
import { firstPaint, notePaint, panAndZoom, statusUpdate } from "../canvas/in-page.ts";

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
    "first paint after the data": () => measured(canvas, firstPaint),
    "first paint, plain Svelte Flow": () => measured(flow, firstPaint),
    "panning and zooming, median frame": () => measured(canvas, panAndZoom),
    [plain]: () => measured(flow, panAndZoom),
    "update of a node's status": () => measured(canvas, statusUpdate),
  },
  limits: {
    "first paint after the data": 600,
    "panning and zooming, median frame": { times: 1.25, of: plain },
    "update of a node's status": 16,
  },
} satisfies Benchmark;
