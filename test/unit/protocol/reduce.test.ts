import assert from "node:assert/strict";
import type { CanvasEvent, CanvasState } from "../../../src/runtime/protocol/canvas.ts";
import { emptyNode, reduce, withCleared } from "../../../src/runtime/protocol/reduce.ts";

const state = (change: Partial<CanvasState>): CanvasState => ({
  revision: 0,
  title: "a.ts",
  graphs: [],
  loading: { kind: "ready" },
  layout: { cards: {} },
  sheets: [],
  ...{ inputs: {}, picks: {}, positions: {}, sizes: {}, compact: {}, kept: {}, partial: {}, nodes: {} },
  preview: { run: [], reused: [] },
  canUndo: false,
  canRedo: false,
  account: { signedIn: false },
  trusted: true,
  notices: [],
  earlier: [],
  ...change,
});

/** What a webview gets: messages to it are JSON. */
const sent = (event: CanvasEvent): CanvasEvent =>
  JSON.parse(JSON.stringify(withCleared(event))) as CanvasEvent;

describe("events that reached a webview", () => {
  it("end a run", () => {
    const run = { id: "1", startedAt: 0, running: ["a"], waiting: [], done: 0, total: 1 };
    const after = reduce(state({ run }), sent({ type: "state", state: { run: undefined, title: "b.ts" } }));
    assert.equal(after.run, undefined);
    assert.equal(after.title, "b.ts");
  });

  it("take a node's progress and failure away", () => {
    const nodes = { a: { ...emptyNode, progress: { fraction: 0.5 }, failure: { message: "no" } } };
    const event: CanvasEvent = {
      type: "node",
      node: "a",
      state: { status: "done", progress: undefined, failure: undefined },
    };
    const { a } = reduce(state({ nodes }), sent(event)).nodes;
    assert.deepEqual([a!.status, a!.progress, a!.failure], ["done", undefined, undefined]);
  });

  it("remove an entry", () => {
    const after = reduce(
      state({ inputs: { "a.b": 1, "a.c": 2 } }),
      sent({ type: "entry", field: "inputs", key: "a.b", value: undefined }),
    );
    assert.deepEqual(after.inputs, { "a.c": 2 });
  });
});
