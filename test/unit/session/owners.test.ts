import assert from "node:assert/strict";
import { canvas, fn, graph } from "../support/graphs.ts";
import { testEngine, type TestEngine } from "./support/engine.ts";
import { FakeProcesses } from "./support/fake-processes.ts";

describe("users of a server", () => {
  let engine: TestEngine;
  let processes: FakeProcesses;
  let commit = "one";
  beforeEach(async () => {
    commit = "one";
    const space = {
      ...fn("space", { prompt: canvas("space.prompt", "cat") }),
      kind: "gradio",
      space: "owner/name",
      apiName: "/predict",
      runLocally: false,
      validate: true,
    } as const;
    processes = new FakeProcesses({ graphs: [graph(space)] });
    engine = await testEngine(processes, {
      account: { signedIn: true, name: "whoever serves" },
      services: {
        commitOf: () => Promise.resolve(commit),
        callSpace: () => Promise.resolve({ returned: ["made"] }),
      },
    });
  });
  afterEach(() => engine.stop());

  it("have sheets of their own by the same code, and each hears of their own only", async () => {
    const [ada, bob] = [await engine.canvas({ owner: "ada" }), await engine.canvas({ owner: "bob" })];
    await ada.load();
    await bob.until("it follows", ({ loading }) => loading.kind === "ready");
    await ada.send({ type: "set-input", input: "space.prompt", value: "adas" });
    await ada.run();
    await bob.quiet();
    assert.deepEqual([ada.state.inputs, bob.state.inputs], [{ "space.prompt": "adas" }, {}]);
    assert.equal(bob.node("space").results.length, 0);
    assert.notEqual(ada.state.sheet, bob.state.sheet);
    const removed = ada.state.sheet!;
    await ada.send({ type: "delete-sheet", sheet: removed });
    await assert.rejects(bob.send({ type: "restore-sheet", sheet: removed }), /no such sheet/);
    assert.ok(!ada.state.sheets.some(({ id }) => id === removed));
    await ada.send({ type: "restore-sheet", sheet: removed });
    assert.equal(ada.state.sheet, removed);
    await assert.rejects(bob.send({ type: "open-sheet", sheet: ada.state.sheet }), /no such sheet/);
    assert.deepEqual(await engine.engine.otherSheets({ session: bob.session }), []);
  });

  it("are told nothing of whoever runs it, and do nothing in their name", async () => {
    const alone = await engine.canvas();
    await alone.load();
    const ada = await engine.canvas({ owner: "ada" });
    await alone.until("it is told", ({ account }) => account.signedIn);
    await ada.until("it is told", ({ account }) => account.signedIn);
    assert.deepEqual(
      [alone.state.account, ada.state.account],
      [{ signedIn: true, name: "whoever serves" }, { signedIn: true }],
    );
    await ada.run();
    commit = "two";
    await ada.load();
    await ada.until("it is told", ({ notices }) => notices.length === 1);
    assert.deepEqual(
      ada.state.notices[0]!.actions.map(({ type }) => type),
      ["accept-commit", "dismiss"],
    );
  });
});
