/// <reference lib="dom" />
import assert from "node:assert/strict";
import { playedCanvas } from "./played.ts";

describe("components that are drawn while the canvas is zoomed out", function () {
  this.timeout(60_000);
  const open = playedCanvas();

  it("have tables with their headers in full", async () => {
    const { page } = await open("components", { width: 1900, height: 1300 });
    await page.locator(".tabulator-row").first().waitFor();
    const headers = await page.locator(".tabulator-header").evaluateAll((all) =>
      all.map((header) => {
        const { top, bottom } = header.getBoundingClientRect();
        const title = header.querySelector(".tabulator-col-title")!.getBoundingClientRect();
        return {
          isWhole: title.top >= top && title.bottom <= bottom,
          zoom: (bottom - top) / (header as HTMLElement).offsetHeight,
        };
      }),
    );
    assert.ok(headers.length > 0);
    for (const { isWhole, zoom } of headers) {
      assert.ok(zoom < 0.8, `the zoom is ${zoom}`);
      assert.ok(isWhole);
    }
  });
});
