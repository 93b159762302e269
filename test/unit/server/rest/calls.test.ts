import assert from "node:assert/strict";
import { request } from "node:http";
import type { GraphDescription } from "../../../../src/runtime/graph/description.ts";
import type { Json } from "../../../../src/runtime/values/value.ts";
import { eventually } from "../../../support/eventually.ts";
import { canvas, choice, fn, graph, port } from "../../support/graphs.ts";
import type { Body } from "../../session/support/fake-processes.ts";
import { ServedRest } from "./served.ts";

const line = graph(
  fn("a", { prompt: canvas("a.prompt", "cat"), count: canvas("a.count", 1, "Number") }),
  fn("b", { x: port("a.output"), y: canvas("b.y", "!") }),
);
const two = graph(fn("first-one", { x: canvas("x", "1") }), fn("second", { x: canvas("y", "2") }));

describe("a call of a served graph", () => {
  let served: ServedRest;
  const start = async (description: GraphDescription, bodies?: Record<string, Body>) =>
    (served = await ServedRest.start([description], bodies));
  afterEach(() => served.stop());

  it("answers with the outputs of the leaves, what is left out being the components' own", async () => {
    await start(line);
    const all = await Promise.all([
      served.post("/api/call", undefined),
      served.post("/api/call", { inputs: {} }),
      served.post("/api/call/main", { inputs: { a__prompt: "dog", a__count: 2 } }),
      served.post("/api/call/subgraph_0", { inputs: { b__y: "?" } }),
    ]);
    const answer = (output: string) => ({ status: 200, body: { outputs: { b: { output } } } });
    assert.deepEqual(all, [answer("cat 1 !"), answer("cat 1 !"), answer("dog 2 !"), answer("cat 1 ?")]);
  });

  it("loses and mixes nothing of 200 at once", async () => {
    await start(line, {
      a: async ({ prompt }) => {
        await new Promise((resolve) => setImmediate(resolve));
        return prompt!;
      },
    });
    const all = await Promise.all(
      Array.from({ length: 200 }, (_, i) => served.post("/api/call", { inputs: { a__prompt: `cat ${i}` } })),
    );
    assert.deepEqual(
      all,
      all.map((_, i) => ({ status: 200, body: { outputs: { b: { output: `cat ${i} !` } } } })),
    );
    assert.equal(served.processes.calls.length, 400);
  });

  it("reuses what ran with the same values, for the same user only, unless it is to be fresh", async () => {
    await start(line);
    await served.post("/api/call", {});
    await served.post("/api/call", {});
    assert.equal(served.processes.calls.length, 2);
    await served.post("/api/call", { fresh: true });
    assert.equal(served.processes.calls.length, 4);
    await served.post("/api/call", {}, { "x-user": "ann" });
    assert.equal(served.processes.calls.length, 6);
  });

  it("is stopped when its connection is dropped", async () => {
    const events: string[] = [];
    await start(line, {
      a: (_inputs, { signal }) =>
        new Promise((_resolve, reject) => {
          events.push("began");
          signal.addEventListener("abort", () => {
            events.push("stopped");
            reject(new Error("aborted"));
          });
        }),
    });
    for (const accept of ["application/json", "text/event-stream"]) {
      events.length = 0;
      const sent = request(`${served.origin}/api/call`, { method: "POST", headers: { accept } });
      sent.on("error", () => {});
      sent.end('{"inputs":{}}');
      await eventually("it runs", () => assert.deepEqual(events, ["began"]));
      sent.destroy();
      await eventually("it is stopped", () => assert.deepEqual(events, ["began", "stopped"]));
    }
  });

  it("says which node failed", async () => {
    await start(line, {
      a: () => {
        throw new Error("No cat.");
      },
    });
    assert.deepEqual(await served.post("/api/call", {}), {
      status: 500,
      body: { error: "Execution error in node 'a': No cat.", node: "a" },
    });
  });

  it("keeps a run in a sheet of the user", async () => {
    await start(line);
    await served.post("/api/call?sheet=Kept", { inputs: { a__prompt: "dog" } }, { "x-user": "ann" });
    const [ann, bob] = await Promise.all(
      ["ann", "bob"].map((user) => served.engine.engine.graphSession("/workflows/test.ts", undefined, user)),
    );
    const names = (session: typeof ann) => session?.sheets.map(({ name }) => name).sort();
    assert.deepEqual([names(ann)?.includes("Kept"), names(bob)?.includes("Kept")], [true, false]);
    const kept = ann!.sheets.find(({ name }) => name === "Kept")!;
    const sheet = await ann!.openSheet(kept.id);
    assert.deepEqual(sheet.data.shown("b")?.outputs, { output: "dog 1 !" });
    const { status, body } = await served.post("/api/call?sheet=%20", {});
    assert.deepEqual([status, body], [400, { error: "'sheet' must be a name of 1 to 200 characters." }]);
  });

  it("names a part of the graph where there are several, with daggr's answers where it does not", async () => {
    await start(two);
    const available_subgraphs = ["subgraph_0", "subgraph_1"];
    const asked = ["", "/subgraph_1", "/main", "/subgraph_2", "/subgraph_-1", "/subgraph_x", "/other"];
    const answers = await Promise.all(asked.map((path) => served.post(`/api/call${path}`, {})));
    const multiple = "Multiple subgraphs detected. Please specify a subgraph_id.";
    assert.deepEqual(answers, [
      { status: 400, body: { error: multiple, available_subgraphs } },
      { status: 200, body: { outputs: { second: { output: "2" } } } },
      { status: 404, body: { error: "Subgraph 'main' not found", available_subgraphs } },
      { status: 404, body: { error: "Subgraph 'subgraph_2' not found", available_subgraphs } },
      { status: 404, body: { error: "Subgraph 'subgraph_-1' not found", available_subgraphs } },
      { status: 400, body: { error: "Invalid subgraph_id 'subgraph_x'", available_subgraphs } },
      { status: 404, body: { error: "Subgraph 'other' not found", available_subgraphs } },
    ]);
    assert.deepEqual((await served.post("/api/call/subgraph_1", { inputs: { first_one__x: "3" } })).body, {
      error:
        "'subgraph_1' has no input 'first_one__x'. It belongs to 'subgraph_0'. Its inputs are 'second__x'.",
      input: "first_one__x",
      available_inputs: ["second__x"],
    });
  });

  it("tells progress and partial results as events", async () => {
    let go: () => void = () => {};
    await start(line, {
      a: async (_inputs, context) => {
        context.emit({ type: "progress", fraction: 0.5, text: "half" });
        context.emit({ type: "partial", outputs: { output: "so far" } });
        await new Promise<void>((resolve) => (go = resolve));
        return "done";
      },
    });
    const response = await served.fetch("/api/call", {
      method: "POST",
      body: "{}",
      headers: { accept: "text/event-stream" },
    });
    assert.match(response.headers.get("content-type") ?? "", /^text\/event-stream/);
    let text = "";
    for await (const chunk of response.body!) {
      text += Buffer.from(chunk).toString();
      // It is told before the node ends.
      if (text.includes("so far")) go();
    }
    const events = text.split("\n\n").flatMap((one): [string, Json][] => {
      const [, name, data] = /^event: (.*)\ndata: (.*)$/.exec(one) ?? [];
      return name === undefined || data === undefined ? [] : [[name, JSON.parse(data) as Json]];
    });
    assert.deepEqual(
      events.filter(([, data]) => !JSON.stringify(data).includes("phase")),
      [
        ["progress", { node: "a", fraction: 0.5, text: "half" }],
        ["partial", { node: "a", outputs: { output: "so far" } }],
        ["output", { node: "a", how: "ran", outputs: { output: "done" } }],
        ["output", { node: "b", how: "ran", outputs: { output: "done !" } }],
        ["result", { outputs: { b: { output: "done !" } } }],
      ],
    );
  });

  it("picks a variant by its number or its name", async () => {
    await start(
      graph(
        choice("pick it", fn("one", { x: canvas("one.x", "1") }), fn("two", { x: canvas("two.x", "2") })),
      ),
    );
    const call = (variant: Json) =>
      served.post("/api/call", { inputs: { pick_it___selected_variant: variant } });
    assert.deepEqual(
      [(await call(1)).body, (await call("two")).body],
      [{ outputs: { "pick it": { output: "2" } } }, { outputs: { "pick it": { output: "2" } } }],
    );
    assert.deepEqual(await call(2), {
      status: 400,
      body: {
        error:
          "The input 'pick_it___selected_variant' picks a variant: one of 0 ('one'), 1 ('two'), but got 2.",
        input: "pick_it___selected_variant",
        options: ["one", "two"],
      },
    });
  });
});
