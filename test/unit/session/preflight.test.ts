import assert from "node:assert/strict";
import type { StepFailure } from "../../../src/runtime/failures/failure.ts";
import type { NodeDescription } from "../../../src/runtime/graph/description.ts";
import { fixed, fn, graph, port, space } from "../support/graphs.ts";
import { testEngine, type TestEngine } from "./support/engine.ts";
import { FakeProcesses } from "./support/fake-processes.ts";

const noEndpoint: StepFailure = { message: "There is no such endpoint.", help: "Correct it." };

/** A call that nobody needs to make costs money, so what is certain to fail is found before. */
describe("a run in which a step is certain to fail", () => {
  let open: TestEngine | undefined;
  let called: string[];
  let asked: string[];
  let answering: () => Promise<void>;

  const start = async (failing: readonly string[], ...nodes: NodeDescription[]) => {
    called = [];
    asked = [];
    answering = () => Promise.resolve();
    open = await testEngine(new FakeProcesses({ graphs: [graph(...nodes)] }), {
      services: {
        callSpace: ({ name }) => {
          called.push(name);
          return failing.includes(name)
            ? Promise.reject(new Error("It was called all the same."))
            : Promise.resolve({ returned: ["made"] });
        },
        certainFailure: async ({ name }) => {
          asked.push(name);
          await answering();
          return failing.includes(name) ? noEndpoint : undefined;
        },
      },
    });
    const canvas = await open.canvas();
    await canvas.load();
    return canvas;
  };
  afterEach(() => open?.stop());

  it("does not begin where another step would be paid for, says why, and begins when it is told to", async () => {
    const canvas = await start(["refine"], space("paint"), space("refine", { image: port("paint.output") }));
    await canvas.run();
    assert.deepEqual(called, []);
    const { failure, status } = canvas.node("refine");
    assert.deepEqual([status, failure?.message], ["failed", "There is no such endpoint."]);
    assert.match(failure?.help ?? "", /^Correct it\. The run did not begin, and nothing was called\./);
    assert.equal(canvas.node("paint").status, "idle");
    const [notice] = canvas.state.notices;
    assert.equal(notice?.text, "The run did not begin, since 'refine' would fail. Nothing was called.");
    assert.deepEqual(
      notice.actions.map(({ title }) => title),
      ["Run anyway", "Dismiss"],
    );

    await canvas.send({ type: "notice", id: notice.id, action: "run-anyway" });
    await canvas.quiet();
    assert.deepEqual(called, ["paint", "refine"]);
    assert.deepEqual(canvas.state.notices, []);
    assert.equal(canvas.output("paint"), "made");
  });

  it("does not begin where a function after a call has no value for an input", async () => {
    const missing = { ...fn("show", { image: port("paint.output") }) };
    const canvas = await start([], space("paint"), {
      ...missing,
      inputs: [...missing.inputs, { name: "size", kind: "missing" }],
    });
    await canvas.run();
    assert.deepEqual(called, []);
    assert.match(canvas.node("show").failure?.message ?? "", /'size' of 'show' has neither a value/);
  });

  it("does not begin either where the steps do not depend on each other", async () => {
    const canvas = await start(["b"], space("a"), space("b"), space("c", { x: port("b.output") }));
    await canvas.run();
    assert.deepEqual(called, []);
  });

  it("begins where no call would be in vain, since each needs the step that fails", async () => {
    const canvas = await start(
      ["a"],
      fn("before"),
      space("a", { x: port("before.output") }),
      space("b", { x: port("a.output") }),
    );
    await canvas.run();
    assert.deepEqual([called, canvas.node("before").status], [["a"], "done"]);
    assert.deepEqual(canvas.state.notices, []);
  });

  it("begins where the step that fails is not part of it, or its result is there already", async () => {
    const canvas = await start(["b"], space("a"), space("b"));
    await canvas.run({ type: "run", node: "a", mode: "to-here" });
    assert.deepEqual(called, ["a"]);
    await canvas.run({ type: "run", node: "b", mode: "to-here" });
    assert.deepEqual(called, ["a", "b"]);
  });

  it("asks nobody where one step runs, or only functions do", async () => {
    const canvas = await start([], space("a", { x: fixed(1) }), fn("b", { x: port("a.output") }));
    await canvas.run({ type: "run", node: "a", mode: "to-here" });
    await canvas.run();
    assert.deepEqual([called, asked], [["a"], []]);
  });

  it("does not begin where everything was stopped while services were asked", async () => {
    const canvas = await start([], space("a"), space("b", { x: port("a.output") }));
    const answers: (() => void)[] = [];
    const isAsked = new Promise<void>((resolve) => {
      answering = () => {
        resolve();
        return new Promise((done) => void answers.push(done));
      };
    });
    const run = canvas.send({ type: "run-all", forced: false });
    await isAsked;
    await canvas.send({ type: "stop" });
    for (const answer of answers) answer();
    await run;
    await canvas.quiet();
    assert.deepEqual(called, []);
    assert.deepEqual(canvas.state.notices, []);
  });
});
