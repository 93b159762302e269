import type { CDPSession } from "playwright-core";
import { startCanvasPages } from "../../test/browser/canvas/page.ts";
import type { Benchmark } from "../benchmark.ts";
import { redraw } from "../canvas/in-page.ts";

const redraws = 100;
/** Redraws before the first look: what is made once and kept is there then. */
const warm = 20;
let close: (() => Promise<void>) | undefined;
let grown: (() => Promise<number>) | undefined;

/** What is left on the heap after a collection, in megabytes. */
async function used(cdp: CDPSession): Promise<number> {
  // A second one collects what the first one's finalisers let go.
  for (let round = 0; round < 2; round++) await cdp.send("HeapProfiler.collectGarbage");
  return (await cdp.send("Runtime.getHeapUsage")).usedSize / 2 ** 20;
}

/** A leak of one graph of a thousand nodes per redraw would be some 100 MB. */
export default {
  title: `canvas of 1,000 nodes: growth over ${redraws} redraws`,
  unit: "MB",
  runs: 3,
  async prepare() {
    const pages = await startCanvasPages();
    const { page } = await pages.open("1000");
    const cdp = await page.context().newCDPSession(page);
    await redraw(page, warm);
    grown = async () => {
      const before = await used(cdp);
      await redraw(page, redraws);
      return (await used(cdp)) - before;
    };
    close = () => pages.close();
    return () => close?.() ?? Promise.resolve();
  },
  sides: { "heap after collection": async () => (await grown?.()) ?? NaN },
  limits: { "heap after collection": 1 },
} satisfies Benchmark;
