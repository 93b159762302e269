import { startCanvasPages, type CanvasPage, type CanvasPages, type OpenOptions } from "./page.ts";

/**
 * Gives a test suite the canvas with a simulated host. The browser and the server start before the first test and end after
 * the last; a test's canvas is closed after it. Returns the function that opens a canvas.
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
