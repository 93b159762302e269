import { startCanvasPages } from "../../test/browser/canvas/page.ts";
import type { Benchmark } from "../benchmark.ts";
import { heapUsed, redraw } from "../canvas/in-page.ts";

const redraws = 100;
/** Redraws before the first look: what is made once and kept is there then. */
const warm = 20;
const growth = "growth of the heap after collections";
const before = "the heap before";
let heapBefore = NaN;
let close: (() => Promise<void>) | undefined;
let grown: (() => Promise<number>) | undefined;

/** A leak of one graph of a thousand nodes per redraw would be some 100 MB. */
export default {
  title: `canvas of 1,000 nodes: growth over ${redraws} redraws`,
  unit: "MB",
  runs: 3,
  async prepare() {
    const pages = await startCanvasPages();
    const { page } = await pages.open("1000");
    await redraw(page, warm);
    grown = async () => {
      heapBefore = await heapUsed(page);
      await redraw(page, redraws);
      return (await heapUsed(page)) - heapBefore;
    };
    close = () => pages.close();
    return () => close?.() ?? Promise.resolve();
  },
  sides: {
    [growth]: async () => (await grown?.()) ?? NaN,
    [before]: () => Promise.resolve(heapBefore),
  },
  limits: { [growth]: { times: 0.02, of: before } },
  remark: "A leak of one graph of a thousand nodes per redraw would be some 100 MB.",
} satisfies Benchmark;
