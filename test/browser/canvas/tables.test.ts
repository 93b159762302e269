/// <reference lib="dom" />
import assert from "node:assert/strict";
import type { FileRef } from "../../../src/runtime/values/value.ts";
import type { CanvasState } from "../../../src/runtime/protocol/canvas.ts";
import { playedCanvas } from "./played.ts";

describe("tables on the canvas", function () {
  this.timeout(60_000);
  const open = playedCanvas();

  it("have their headers in full, also where they are drawn while it is zoomed out", async () => {
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

  it("show what is no word as text, and files by their names", async () => {
    const canvas = await open("component-Dataframe");
    const state = (await canvas.page.evaluate((): unknown =>
      window.samples["component-Dataframe"]!(),
    )) as CanvasState;
    const node = state.nodes["show"]!;
    const file: FileRef = { $file: "a".repeat(64), name: "cat.png", mime: "image/png", size: 3 };
    const table = { headers: ["a"], data: [[file], [[1, { b: 2 }]], ["<b>bold</b>"], [null], [true]] };
    const port = Object.keys(node.outputs!)[0]!;
    await canvas.show({
      ...state,
      revision: state.revision + 1,
      nodes: { show: { ...node, outputs: { [port]: table } } },
    });
    const cells = canvas.card("show").locator(".tabulator-cell");
    await cells.filter({ hasText: "cat.png" }).waitFor();
    const texts = (await cells.allInnerTexts()).map((text) => text.trim());
    assert.deepEqual(texts, ["cat.png", '[1,{"b":2}]', "<b>bold</b>", "", "true"]);
    assert.deepEqual(canvas.problems, []);
  });
});
