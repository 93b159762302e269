import assert from "node:assert/strict";
import type { CanvasEvent, CanvasState } from "../../../src/runtime/protocol/canvas.ts";
import { CanvasBatch } from "../../../src/runtime/session/canvas/canvas-batch.ts";

const empty = { revision: 0, inputs: {}, positions: {}, nodes: {} } as unknown as CanvasState;

describe("a board", () => {
  it("that is told a whole field forgets what it was told of the field's entries before", () => {
    const sent: CanvasEvent[] = [];
    const board = new CanvasBatch(empty, (_revision, events) => sent.push(...events));
    board.entry("positions", "old", { x: 1, y: 2 });
    board.entry("inputs", "a.b", "typed");
    board.change({ positions: { new: { x: 1, y: 2 } } });
    assert.deepEqual(board.state.positions, { new: { x: 1, y: 2 } });
    assert.deepEqual(board.state.inputs, { "a.b": "typed" });
    assert.equal(sent.length, 2);
    board.dispose();
  });
});
