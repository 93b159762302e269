import assert from "node:assert/strict";
import { paneOf } from "../../../webview/flow/corners.ts";
import { readableZoom } from "../../../webview/flow/far.ts";
import { boundsOf, type Box } from "../../../webview/flow/overview.ts";
import { firstView } from "../../../webview/flow/first-view.ts";

describe("how a graph is seen at first", () => {
  const window = paneOf(800, 600);
  const card = (x: number, y: number): Box => ({ x, y, width: 260, height: 200 });
  /** The position of a card in the window. */
  const seen = (boxes: readonly Box[], { x, y, width, height }: Box) => {
    const view = firstView(boxes, window)!;
    const [left, top] = [x * view.zoom + view.x, y * view.zoom + view.y];
    return { left, top, right: left + width * view.zoom, bottom: top + height * view.zoom };
  };
  const isInView = (boxes: readonly Box[], box: Box) => {
    const { left, top, right, bottom } = seen(boxes, box);
    return left >= 0 && top >= 60 && right <= window.width && bottom <= window.height - 40;
  };

  it("is all of it where that can be read", () => {
    const boxes = [card(0, 0), card(400, 0), card(800, 0)];
    for (const box of boxes) assert.ok(isInView(boxes, box));
    assert.ok(firstView(boxes, window)!.zoom >= readableZoom);
    assert.equal(firstView([], window), undefined);
  });

  it("ends at the end of a column where it cannot be all of it", () => {
    for (const width of [400, 520, 600, 700, 900, 1200]) {
      const pane = paneOf(width, 800);
      const chain = [0, 350, 700, 1050, 1400, 1750, 2100, 2450, 2800].map((x) => card(x, 0));
      const view = firstView(chain, pane)!;
      assert.ok(view.zoom >= 0.7, `${width}: ${view.zoom}`);
      const last = chain.findLast(({ x }) => (x + 260) * view.zoom + view.x <= width);
      assert.ok(last, `${width}: a whole card is in view`);
    }
  });

  it("is its first card, wherever in its height that stands", () => {
    const rest = [-900, -600, 0, 600, 900].map((y) => card(400, y));
    for (const y of [-900, -500, 0, 333, 900]) {
      const first = card(0, y);
      assert.ok(isInView([...rest, first], first), `at ${y}`);
    }
  });

  it("is the first of many in the first column", () => {
    const column = [0, 230, 460, 690, 920, 1150].map((y) => card(y % 20, y));
    assert.ok(isInView([card(400, 500), ...column], column[0]!));
  });

  it("shows nothing that lies outside of the graph if there is enough of it", () => {
    const first = card(0, 900);
    const boxes = [card(400, 0), first, card(800, 300)];
    const all = boundsOf(boxes)!;
    const { top, bottom } = seen(boxes, all);
    assert.ok(top <= 72 && bottom >= window.height - window.corners.left.height - 1);
  });
});
