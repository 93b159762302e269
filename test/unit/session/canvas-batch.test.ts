import assert from "node:assert/strict";
import type { CanvasEvent, CanvasState, ItemState } from "../../../src/runtime/protocol/canvas.ts";
import { emptyNode, reduceAll } from "../../../src/runtime/protocol/reduce.ts";
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

  it("has the items in its state as a canvas has that was sent each change of them", () => {
    let canvas: CanvasState = empty;
    const board = new CanvasBatch(empty, (_revision, events) => (canvas = reduceAll(canvas, events)));
    const item = (status: ItemState["status"], key: string): ItemState => ({ key, label: key, status });
    const changes: readonly (() => void)[] = [
      () => board.node("n", { items: [item("waiting", "a"), item("waiting", "b"), item("waiting", "c")] }),
      () => board.items("n", new Map([[1, item("running", "b")]])),
      () =>
        board.items(
          "n",
          new Map([
            [1, item("done", "b")],
            [2, item("running", "c")],
          ]),
        ),
      () => board.node("n", { status: "running" }),
      () => board.node("n", { items: [item("done", "other")] }),
      () => board.items("n", new Map([[0, item("failed", "other")]])),
      () => board.node("n", { items: undefined }),
      () => board.items("n", new Map([[0, item("waiting", "last")]])),
      () => board.replaceNodes({ n: { ...emptyNode, items: [item("done", "replaced")] } }),
      () => board.items("n", new Map([[0, item("running", "replaced")]])),
    ];
    for (const read of [false, true])
      for (const change of changes) {
        change();
        board.flush();
        if (read) assert.deepEqual(board.state.nodes, canvas.nodes);
      }
    assert.deepEqual(board.state.nodes, canvas.nodes);
    assert.equal(board.state.nodes["n"]?.items?.[0]?.status, "running");
    board.dispose();
  });
});
