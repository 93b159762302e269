import assert from "node:assert/strict";
import { getBezierPath, Position } from "@xyflow/system";
import { Columns } from "../../../webview/flow/wires/columns.ts";
import type { Box } from "../../../webview/flow/overview.ts";
import { wirePath as pathPast } from "../../../webview/flow/wires/wire-path.ts";

const card = (x: number, y: number, height = 200): Box => ({ x, y, width: 290, height });
const wirePath = (start: typeof from, end: typeof from, cards: readonly Box[]) =>
  pathPast(start, end, new Columns(cards));
const from = { x: 300, y: 100 };
const to = { x: 1140, y: 120 };

/** The largest and smallest y of a path's points: curves stay between those of their ends and handles. */
function heights({ path }: { readonly path: string }): { readonly top: number; readonly bottom: number } {
  const ys = [...path.matchAll(/-?[\d.]+[ ,](-?[\d.]+)/g)].map(([, y]) => Number(y));
  return { top: Math.min(...ys), bottom: Math.max(...ys) };
}

describe("the way of a wire", () => {
  it("is the usual curve where nothing stands in it", () => {
    const cards = [card(0, 0), card(1150, 0), card(500, 300), card(500, -300)];
    const [path] = getBezierPath({
      sourceX: from.x,
      sourceY: from.y,
      sourcePosition: Position.Right,
      targetX: to.x,
      targetY: to.y,
      targetPosition: Position.Left,
    });
    assert.equal(wirePath(from, to, cards).path, path);
  });

  it("leads below or above a card that stands in it, whichever is nearer", () => {
    const below = wirePath(from, to, [card(500, -50)]);
    assert.ok(heights(below).bottom > 150 && heights(below).top >= 100, below.path);
    const above = wirePath(from, to, [card(500, 80)]);
    assert.ok(heights(above).top < 80 && heights(above).bottom <= 120, above.path);
    assert.ok(below.middle.y > 150 && above.middle.y < 80);
  });

  it("leads past several cards in a row at one height", () => {
    const cards = [card(400, 0), card(760, -20, 240)];
    const { path, middle } = wirePath(from, to, cards);
    assert.ok(middle.y < -20 || middle.y > 220, path);
  });

  it("leads past a card that stands where it would pass another one", () => {
    const cards = [card(500, -50), card(500, 170, 120), card(500, -400, 330)];
    const { middle, path } = wirePath(from, to, cards);
    for (const { y, height } of cards) assert.ok(middle.y < y || middle.y > y + height, path);
  });

  it("leads past a card on which it would come only after it passed another", () => {
    const cards = [card(400, 0), card(760, 150)];
    const { middle, path } = wirePath(from, to, cards);
    for (const { y, height } of cards) assert.ok(middle.y < y || middle.y > y + height, path);
  });

  it("keeps wires into different rows apart", () => {
    const cards = [card(500, -50)];
    const [one, two] = [to.y, to.y + 26].map((y) => wirePath(from, { ...to, y }, cards).middle.y);
    assert.notEqual(one, two);
  });

  it("is the usual curve where cards leave no room to turn, and back to the left", () => {
    for (const [end, cards] of [
      [to, [card(290, 50)]],
      [{ x: -400, y: 100 }, [card(-200, 0)]],
    ] as const) {
      const { path } = wirePath(from, end, cards);
      assert.equal(path.match(/C/g)?.length, 1, path);
    }
  });
});
