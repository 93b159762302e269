import { startCanvasPages, type CanvasPages } from "../../test/browser/canvas/page.ts";
import { firstPaint, heapUsed, notePaint } from "../canvas/in-page.ts";
import { growthBenchmarks } from "../growth.ts";

let pages: CanvasPages | undefined;

/** The real canvas with a played host: from the data to the first cards, and what is on the page's heap then. */
export default growthBenchmarks({
  title: "first paint of a canvas",
  units: "cards",
  sizes: [100, 1000, 5000],
  runs: 3,
  async prepare() {
    const started = await startCanvasPages();
    pages = started;
    return () => started.close();
  },
  async measure(size) {
    if (!pages) throw new Error("There are no pages.");
    const { page } = await pages.open(String(size), { prepare: notePaint });
    try {
      return { milliseconds: await firstPaint(page), megabytes: await heapUsed(page) };
    } finally {
      await page.close();
    }
  },
  remark:
    "Only cards in view are drawn. The state of all nodes and edges is read, and Svelte Flow keeps something of each.",
});
