import assert from "node:assert/strict";
import type { GraphDescription, NodeDescription } from "../../../src/runtime/graph/description.ts";
import type { CallState } from "../../../src/runtime/session/calls/call.ts";
import { anyOutput, canvas, choice, fn, graph, port, space } from "../support/graphs.ts";
import { testEngine, type TestEngine, type TestEngineOptions } from "./support/engine.ts";
import { FakeProcesses, type Body } from "./support/fake-processes.ts";
import { eventually } from "../../support/eventually.ts";

const file = "/workflows/test.ts";
const line = graph(
  fn("a", { prompt: canvas("a.prompt", "cat") }),
  fn("b", { x: port("a.output"), y: canvas("b.y", "!") }),
);

describe("calls of a graph", () => {
  const open: TestEngine[] = [];
  afterEach(async () => {
    for (const one of open.splice(0)) await one.stop();
  });

  async function start(
    description: GraphDescription,
    bodies: Record<string, Body> = {},
    options?: TestEngineOptions,
  ) {
    const processes = new FakeProcesses({ graphs: [description], bodies });
    const engine = await testEngine(processes, options);
    open.push(engine);
    const session = await engine.engine.graphSession(file, undefined);
    return { processes, engine, session, calls: session.calls };
  }

  it("takes what is left out from the components, and leaves the canvas's sheet alone", async () => {
    const { calls, engine } = await start(line);
    const one = await engine.canvas();
    await one.load();
    await one.send({ type: "set-input", input: "a.prompt", value: "typed on the canvas" });
    const called = await calls.call({ targets: ["b"], inputs: { "b.y": "?" } });
    assert.deepEqual(called, {
      outputs: { b: { output: "cat ?" } },
      failures: [],
      fallbacks: {},
      stopped: false,
    });
    await one.quiet();
    assert.equal(one.node("b").outputs, undefined);
    assert.deepEqual(one.state.sheets.length, 1);
  });

  it("loses and mixes nothing of 200 at once", async () => {
    const { calls, processes } = await start(line, {
      a: async ({ prompt }) => {
        await new Promise((resolve) => setImmediate(resolve));
        return prompt!;
      },
    });
    const all = await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        calls.call({ targets: ["b"], inputs: { "a.prompt": `cat ${i}`, "b.y": `dog ${i % 7}` } }),
      ),
    );
    assert.deepEqual(
      all.map(({ outputs }) => outputs["b"]?.["output"]),
      all.map((_, i) => `cat ${i} dog ${i % 7}`),
    );
    assert.equal(processes.calls.length, 400);
  });

  it("runs what was called with the same values once, unless it is to be fresh", async () => {
    const { calls, processes } = await start(line);
    const again = () => calls.call({ targets: ["b"] });
    const states: [string, CallState["type"]][] = [];
    const first = await Promise.all([again(), again()]);
    assert.deepEqual(first[0], first[1]);
    await again();
    await calls.call({ targets: ["b"], inputs: { "b.y": "?" } });
    assert.deepEqual(processes.calls, ["a", "b", "b"]);
    await calls.call({
      targets: ["b"],
      fresh: true,
      onNodeState: (node, { type }) => states.push([node, type]),
    });
    assert.deepEqual(processes.calls, ["a", "b", "b", "a", "b"]);
    assert.deepEqual(
      states.filter(([, type]) => type === "settled"),
      [
        ["a", "settled"],
        ["b", "settled"],
      ],
    );
  });

  it("stops what only the aborted call waits for", async () => {
    const aborted: string[] = [];
    const waiting: (() => void)[] = [];
    const wait: Body = ({ prompt }, { signal }) =>
      new Promise((resolve, reject) => {
        waiting.push(() => resolve(prompt!));
        signal.addEventListener("abort", () => {
          aborted.push(prompt as string);
          reject(new Error("aborted"));
        });
      });
    const { calls } = await start(line, { a: wait });
    const [own, shared] = [new AbortController(), new AbortController()];
    const first = calls.call({ targets: ["b"], inputs: { "a.prompt": "own" }, signal: own.signal });
    const second = calls.call({ targets: ["b"], inputs: { "a.prompt": "shared" }, signal: shared.signal });
    const third = calls.call({ targets: ["b"], inputs: { "a.prompt": "shared" } });
    await eventually("both wait", () => assert.equal(waiting.length, 2));
    own.abort();
    shared.abort();
    assert.deepEqual(
      [await first, await second].map(({ stopped, outputs }) => ({ stopped, outputs })),
      [
        { stopped: true, outputs: {} },
        { stopped: true, outputs: {} },
      ],
    );
    for (const go of waiting) go();
    assert.deepEqual((await third).outputs, { b: { output: "shared !" } });
    assert.deepEqual(aborted, ["own"]);
    const early = new AbortController();
    early.abort();
    assert.equal((await calls.call({ targets: ["b"], signal: early.signal })).stopped, true);
  });

  it("tells what failed, and what therefore did not run", async () => {
    const { calls } = await start(line, {
      a: () => {
        throw new Error("No cat.");
      },
    });
    const { outputs, failures, stopped } = await calls.call({ targets: ["b"] });
    assert.deepEqual([outputs, stopped], [{}, false]);
    assert.deepEqual(
      failures.map(({ node, because, failure }) => [node, because, failure.message]),
      [
        ["a", undefined, "No cat."],
        ["b", "a", failures[1]?.failure.message],
      ],
    );
  });

  it("uses the variant that a call picks", async () => {
    const { calls } = await start(
      graph(choice("pick", fn("one", { x: canvas("one.x", "1") }), fn("two", { x: canvas("two.x", "2") }))),
    );
    const outputs = await Promise.all([
      calls.call({ targets: ["pick"] }),
      calls.call({ targets: ["pick"], picks: { pick: "two" } }),
    ]);
    assert.deepEqual(
      outputs.map((one) => one.outputs),
      [{ pick: { output: "1" } }, { pick: { output: "2" } }],
    );
  });

  it("answers human steps with what came along, each call its own, and fails where nothing did", async () => {
    const ask: NodeDescription = {
      ...{ kind: "human", step: "text-input", name: "ask", named: true, code: "", message: "Who?" },
      ...{ hasPreprocess: false, hasPostprocess: false, inputs: [], outputs: [anyOutput("output")] },
    };
    const { calls } = await start(graph(ask, fn("greet", { name: port("ask.output") })));
    const call = (answer?: string) =>
      calls.call({ targets: ["greet"], ...(answer !== undefined && { answers: { ask: answer } }) });
    const [cat, dog, nobody] = await Promise.all([call("cat"), call("dog"), call()]);
    assert.deepEqual(
      [cat.outputs, dog.outputs],
      [{ greet: { output: "cat" } }, { greet: { output: "dog" } }],
    );
    assert.match(nobody.failures[0]?.failure.message ?? "", /^'ask' asks a person: "Who\?"/);
  });

  it("calls no service in vain", async () => {
    let called = 0;
    const { calls } = await start(
      graph(space("paint"), space("refine", { x: port("paint.output") })),
      {},
      {
        services: {
          callSpace: () => {
            called += 1;
            return Promise.resolve({ returned: ["made"] });
          },
          certainFailure: ({ name }) =>
            Promise.resolve(name === "refine" ? { message: "There is no such endpoint." } : undefined),
        },
      },
    );
    const { failures, stopped } = await calls.call({ targets: ["refine"] });
    assert.deepEqual(
      [failures.map(({ node, failure }) => [node, failure.message, failure.help]), stopped, called],
      [
        [["refine", "There is no such endpoint.", "The call did not begin, and nothing was called."]],
        false,
        0,
      ],
    );
  });

  it("keeps a run in the sheet of a name, which it makes once", async () => {
    const { calls, engine, session, processes } = await start(line);
    await Promise.all([
      calls.call({ targets: ["b"], inputs: { "a.prompt": "dog" }, sheet: "Kept" }),
      calls.call({ targets: ["b"], inputs: { "a.prompt": "fox" }, sheet: "Kept" }),
    ]);
    await calls.call({ targets: ["b"], inputs: { "a.prompt": "dog" }, sheet: "Kept" });
    const kept = session.sheets.filter(({ name }) => name === "Kept");
    assert.equal(kept.length, 1);
    const one = await engine.canvas();
    await one.load();
    await one.send({ type: "open-sheet", sheet: kept[0]!.id });
    await one.quiet();
    assert.deepEqual(
      [one.state.inputs, one.output("b"), one.freshness("b"), one.node("b").results.length],
      [{ "a.prompt": "dog" }, "dog !", "fresh", 2],
    );
    await one.run();
    assert.equal(processes.calls.length, 4);
  });

  it("keeps the runs of calls into one sheet one after the other: 200 at once lose and mix nothing", async () => {
    const { calls, engine, session } = await start(line);
    const call = (i: number) => {
      const inputs = { "a.prompt": `cat ${i % 20}`, "b.y": `dog ${i}` };
      return calls.call({ targets: ["b"], inputs, sheet: "Kept" });
    };
    const all = await Promise.all(Array.from({ length: 200 }, (_, i) => call(i)));
    assert.deepEqual(
      all.map(({ outputs }) => outputs["b"]?.["output"]),
      all.map((_, i) => `cat ${i % 20} dog ${i}`),
    );
    // What the first one made has to be read from the store, what the second one made is shown already.
    await Promise.all([call(0), call(199)]);
    const one = await engine.canvas();
    await one.load();
    await one.send({ type: "open-sheet", sheet: session.sheets.find(({ name }) => name === "Kept")!.id });
    await one.quiet();
    const last = one.state.inputs["b.y"] === "dog 0" ? ["cat 0", "dog 0"] : ["cat 19", "dog 199"];
    assert.deepEqual(
      [one.state.inputs, one.output("a"), one.output("b"), one.freshness("a"), one.freshness("b")],
      [{ "a.prompt": last[0], "b.y": last[1] }, last[0], last.join(" "), "fresh", "fresh"],
    );
    assert.deepEqual([one.node("a").results.length, one.node("b").results.length], [20, 200]);
  });

  it("into many sheets keep all of them, and leave only the last ones open", async () => {
    const { calls, engine, session } = await start(line);
    const one = await engine.canvas();
    await one.load();
    const call = (i: number) =>
      calls.call({ targets: ["b"], inputs: { "a.prompt": `cat ${i}` }, sheet: `Sheet of ${i}` });
    for (let i = 0; i < 30; i++) await call(i);
    // The one that the canvas shows, the one of the call, and those that are kept for whoever goes back.
    await eventually("they are closed", () => assert.ok(session.openSheets.size <= 18));
    const { id } = session.sheets.find(({ name }) => name === "Sheet of 0")!;
    const before = (await session.openSheet(id)).data;
    assert.deepEqual(before.sheet.inputs, { "a.prompt": "cat 0" });
    assert.equal((await session.openSheet(id)).data, before);
    await one.send({ type: "open-sheet", sheet: id });
    assert.equal(one.output("b"), "cat 0 !");
    // What a canvas shows stays open.
    for (let i = 1; i < 30; i++) await call(i);
    assert.equal((await session.openSheet(id)).data, before);
    assert.equal(session.sheets.length, 31);
  });
});
