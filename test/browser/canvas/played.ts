import { startCanvasPages, type CanvasPage, type CanvasPages, type OpenOptions } from "./page.ts";

/**
 * For a suite: the canvas with a played host. What it needs is started before the first test and ended after the last one;
 * the canvas of a test is closed behind it. Gives the way to open one.
 */
export function playedCanvas(): (sample: string, options?: OpenOptions) => Promise<CanvasPage> {
  let pages: CanvasPages;
  let open: CanvasPage[] = [];

  before(async () => {
    pages = await startCanvasPages();
  });
  afterEach(async () => {
    await Promise.all(open.map(({ page }) => page.close()));
    open = [];
  });
  after(() => pages.close());

  return async (sample, options) => {
    const canvas = await pages.open(sample, options);
    open.push(canvas);
    return canvas;
  };
}
