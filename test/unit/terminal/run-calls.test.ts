import assert from "node:assert/strict";
import { callTeller } from "../../../src/runtime/headless/progress-text.ts";
import type { RunReport } from "../../../src/runtime/headless/run-report.ts";
import type { CallState } from "../../../src/runtime/protocol/canvas.ts";
import type { RunEvent } from "../../../src/terminal/run-events.ts";
import { Program } from "./support/program.ts";

const calling = `import { FnNode, Graph, gr } from "daggr";

const writer = new FnNode(({ topic }) => "All about " + topic, {
  inputs: { topic: gr.Textbox() }, outputs: { text: gr.Textbox() } });
const judge = new FnNode(({ text }) => { throw new Error("Not " + text); }, {
  inputs: { text: gr.Textbox() }, outputs: { good: gr.Checkbox() } });
const agent = new FnNode(async ({}, { call }) => {
  const { text } = await call(writer, { topic: "owls" });
  return await call(judge, { text }).then(() => "good", () => "bad");
}, { outputs: { text: gr.Textbox() }, calls: { writer, judge } });
export default new Graph({ name: "Calling", nodes: [agent] });
`;

const choosing = `import { FnNode, Graph, gr } from "daggr";

const outputs = { text: gr.Textbox() };
const quiet = new FnNode(() => "fox", { name: "quiet", outputs });
const loud = new FnNode(() => "FOX", { name: "loud", outputs });
const voice = quiet.or(loud);
const said = new FnNode(({ text }) => text + "!", { inputs: { text: voice.text }, outputs });
export default new Graph({ name: "Choosing", nodes: [said] });
`;

describe("what daggr run tells of calls and choices", () => {
  const program = new Program();
  const callingFile = program.write("calling.ts", calling);
  const choosingFile = program.write("choosing.ts", choosing);
  after(() => program.remove());

  it("tells with --events what a function calls, with its caller, and what comes of it", async () => {
    const { stdout } = await program.run(["run", callingFile, "--events"]);
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as RunEvent);
    const calls = events.flatMap((event) => (event.event === "call" ? [event] : []));
    assert.ok(calls.every(({ node }) => node === "agent"));
    const ends = calls.map(({ call }) => call).filter(({ status }) => status !== "waiting");
    const last = (node: string) => ends.findLast((call) => call.node === node);
    const written = last("writer");
    assert.ok(written?.status === "done", JSON.stringify(calls));
    assert.equal(written.brief, "All about owls");
    const judged = last("judge");
    assert.ok(judged?.status === "failed", JSON.stringify(calls));
    assert.match(judged.message, /Not All about owls/);
    assert.deepEqual([written.number, judged.number], [1, 2]);
  });

  it("names the variant that ran, in words and with --json", async () => {
    const first = await program.json<RunReport>(["run", choosingFile]);
    assert.deepEqual(first.value.variants, { voice: "quiet" });
    const picked = await program.run(["run", choosingFile, "--pick", "voice=loud"]);
    assert.match(picked.stdout, /^voice {2}loud, .*\n {2}text: FOX$/m);
  });
});

describe("the words for calls", () => {
  const facts = { number: 3, node: "writer", why: "no result yet" };
  const calls = (call: CallState) => ({ total: 3, done: 0, reused: 0, failed: 0, latest: [call] });

  it("tell each new state once, and nothing of what an earlier run called", () => {
    const tell = callTeller();
    const done = { ...facts, status: "done", result: "r", duration: 1200, brief: "A fox\nand more" } as const;
    assert.deepEqual(tell("agent", { calls: calls(done) }), []);
    assert.deepEqual(tell("agent", { status: "running" }), []);
    const running = { ...facts, status: "running", progress: { text: "half" } } as const;
    assert.deepEqual(tell("agent", { calls: calls(running) }), ["calls writer (3), which half"]);
    assert.deepEqual(tell("agent", { calls: calls(running) }), []);
    assert.deepEqual(tell("agent", { status: "done", calls: calls(done) }), [
      "calls writer (3), which took 1.2 s: A fox",
    ]);
    assert.deepEqual(tell("agent", { calls: calls(done) }), []);
  });

  it("tell of failures, of stops and of what was called before", () => {
    const tell = callTeller();
    tell("agent", { status: "running" });
    const states: readonly [CallState, string][] = [
      [{ ...facts, status: "failed", message: "Asleep." }, "failed: Asleep."],
      [{ ...facts, status: "stopped" }, "was stopped"],
      [{ ...facts, status: "done", result: "r", duration: 5, reused: true }, "was called so before"],
    ];
    for (const [state, text] of states)
      assert.deepEqual(tell("agent", { calls: calls(state) }), [`calls writer (3), which ${text}`]);
  });
});
