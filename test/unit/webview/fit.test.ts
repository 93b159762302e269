import assert from "node:assert/strict";
import { paneOf } from "../../../webview/flow/corners.ts";
import { fitted, inPane } from "../../../webview/flow/fit.ts";
import { nearest, outOfView } from "../../../webview/flow/out-of-view.ts";
import type { Box } from "../../../webview/flow/overview.ts";

const card = (x: number, y: number, height = 200): Box => ({ x, y, width: 290, height });

/** Graphs of different forms. */
const graphs: Readonly<Record<string, readonly Box[]>> = {
  "one card": [card(0, 0)],
  "a tall card": [card(0, 0, 2000)],
  "a chain": [0, 380, 760, 1140, 1520].map((x) => card(x, 0)),
  "a column": [0, 230, 460, 690, 920].map((y) => card(0, y)),
  "a column that spreads": [card(0, 460), ...[0, 230, 460, 690, 920].map((y) => card(380, y))],
  "a grid": [0, 380, 760, 1140].flatMap((x) => [0, 230, 460, 690].map((y) => card(x, y))),
  "thirty cards": Array.from({ length: 30 }, (_, index) =>
    card((index % 6) * 380, Math.floor(index / 6) * 260),
  ),
};
const sizes = [
  [400, 720],
  [520, 800],
  [600, 800],
  [719, 500],
  [720, 500],
  [1400, 900],
  [1920, 700],
] as const;

describe("all of a graph in view", () => {
  for (const [form, boxes] of Object.entries(graphs))
    it(`lies behind neither bars nor corners: ${form}`, () => {
      for (const [width, height] of sizes) {
        const pane = paneOf(width, height);
        const view = fitted(boxes, pane)!;
        const { left, right } = pane.corners;
        for (const box of boxes) {
          const { x, y, ...size } = inPane(box, view);
          const [end, bottom] = [x + size.width, y + size.height];
          const where = `${width} × ${height}: ${JSON.stringify({ x, y, end, bottom })}`;
          assert.ok(x >= 31 && end <= width - 31 && y >= 63 && bottom <= height - 55, where);
          assert.ok(x >= left.width || bottom <= height - left.height, `tools, ${where}`);
          assert.ok(end <= width - right.width || bottom <= height - right.height, `overview, ${where}`);
        }
      }
    });

  it("is no larger than it is drawn, and as large as it was where nothing lies over it", () => {
    const pane = paneOf(1400, 900);
    assert.equal(fitted([card(0, 0)], pane)!.zoom, 1);
    assert.equal(fitted(graphs["a chain"]!, pane)!.zoom, (1400 - 64) / 1810);
  });

  it("can be kept from becoming too small", () => {
    assert.equal(fitted([card(0, 0, 5000)], paneOf(600, 800), 0.5)!.zoom, 0.5);
  });

  it("is nothing where there is nothing", () => {
    assert.equal(fitted([], paneOf(600, 800)), undefined);
  });
});

describe("what lies beyond the edges", () => {
  const pane = { width: 600, height: 800 };
  const view = { x: 0, y: 0, zoom: 1 };
  const count = (boxes: readonly Box[], at = view) =>
    Object.fromEntries([...outOfView(boxes, at, pane)].map(([side, hidden]) => [side, hidden.length]));

  it("is counted by its side, once", () => {
    assert.deepEqual(count(graphs["a chain"]!), { "to the right": 3 });
    assert.deepEqual(count(graphs["a column"]!), { below: 1 });
    assert.deepEqual(count(graphs["a chain"]!, { x: -1200, y: 0, zoom: 1 }), { "to the left": 3 });
    assert.deepEqual(count([card(0, -500), card(900, -500), card(0, 900)]), {
      above: 1,
      "to the right": 1,
      below: 1,
    });
    assert.deepEqual(count([card(0, 0), card(300, 300)]), {});
  });

  it("is a card also where a bit of it can be seen, but not where most of it can", () => {
    assert.deepEqual(count([card(580, 0)]), { "to the right": 1 });
    assert.deepEqual(count([card(420, 0)]), {});
  });

  it("is reached one card after another", () => {
    const chain = graphs["a chain"]!;
    const hidden = outOfView(chain, view, pane).get("to the right")!;
    assert.equal(nearest(hidden, view, pane), chain[2]);
    assert.equal(nearest([], view, pane), undefined);
  });
});
