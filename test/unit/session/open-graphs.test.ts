import assert from "node:assert/strict";
import type { SheetStore } from "../../../src/runtime/sheets/store.ts";
import { canvas, fn, graph } from "../support/graphs.ts";
import { testEngine, type TestEngine } from "./support/engine.ts";
import { FakeProcesses } from "./support/fake-processes.ts";

describe("the graphs that are open", () => {
  let engine: TestEngine;
  let processes: FakeProcesses;
  beforeEach(async () => {
    processes = new FakeProcesses({ graphs: [graph(fn("loud", { text: canvas("loud.text", "a") }))] });
    engine = await testEngine(processes);
  });

  /** The notes of the store cannot be read until what is given back is called. */
  function unreadable(): () => void {
    // Cast: only a test changes a store that is in use.
    const store = engine.store as { getNote: SheetStore["getNote"] };
    const { getNote } = store;
    store.getNote = () => Promise.reject(new Error("The disk is gone."));
    return () => {
      store.getNote = getNote;
    };
  }

  it("are opened again where that failed, and a failure hinders neither the others nor the end", async () => {
    const mine = await engine.canvas();
    const readable = unreadable();
    await assert.rejects(engine.canvas({ owner: "ada" }), /The disk is gone/);
    await assert.rejects(engine.engine.graphSession("/workflows/test.ts", undefined, "ada"), /disk is gone/);
    readable();
    await engine.engine.saved({ paths: ["/workflows/test.ts"] });
    await mine.load();
    const ada = await engine.canvas({ owner: "ada" });
    await ada.until("it follows", ({ loading }) => loading.kind === "ready");

    unreadable();
    const failing = assert.rejects(engine.canvas({ owner: "bob" }), /The disk is gone/);
    await engine.stop();
    await failing;
    assert.equal(processes.disposed, true);
  });

  it("that cannot be saved at the end hinder nothing else from ending, and it is told", async () => {
    await (await engine.canvas()).load();
    const session = await engine.engine.graphSession("/workflows/test.ts", undefined);
    session.saved = () => Promise.reject(new Error("The disk is full."));
    const other = await engine.canvas({ owner: "ada" });
    await other.until("it follows", ({ loading }) => loading.kind === "ready");
    await assert.rejects(engine.stop(), /The disk is full/);
    assert.equal(processes.disposed, true);
    await assert.rejects(engine.store.listGraphs(), "the store is closed");
  });

  it("are the same by their name and as the file's default, whoever comes first", async () => {
    const named = await engine.canvas({ graph: "Test", canvas: "named" });
    await named.load();
    await engine.canvas({ canvas: "default" });
    const session = (name?: string) => engine.engine.graphSession("/workflows/test.ts", name);
    assert.equal(await session(), await session("Test"));
    await engine.stop();
  });

  it("are the same for whoever asks at once, and closed when the last one leaves", async () => {
    const canvases = await Promise.all([engine.canvas({ canvas: "a" }), engine.canvas({ canvas: "b" })]);
    const same = await Promise.all([engine.canvas({ canvas: "c" }), engine.canvas({ canvas: "c" })]);
    assert.equal(same[0].session, same[1].session);
    await canvases[0].load();
    const session = () => engine.engine.graphSession("/workflows/test.ts", undefined);
    const before = await session();
    await canvases[1].send({ type: "set-input", input: "loud.text", value: "kept" });
    for (const { session: one } of canvases) await engine.engine.close({ session: one });
    assert.equal(await session(), before);
    const closing = engine.engine.close({ session: same[0].session });
    // Whoever comes while it is being saved finds all of it.
    const again = await engine.canvas({ canvas: "a" });
    await closing;
    assert.notEqual(await session(), before);
    assert.deepEqual(again.state.inputs, { "loud.text": "kept" });
    await engine.stop();
  });
});
