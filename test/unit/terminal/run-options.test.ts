import assert from "node:assert/strict";
import { join } from "node:path";
import type { RunReport, TestReport } from "../../../src/runtime/headless/run-report.ts";
import type { RunEvent } from "../../../src/terminal/run-events.ts";
import { Program } from "./support/program.ts";

const asking = `import { Approve, ChooseOne, FnNode, Graph, TextInput, gr } from "daggr";

const titles = new FnNode(() => ["Fox", "Owl", "Elk"], { outputs: { list: gr.JSON<string[]>() } });
const title = new ChooseOne({ options: titles.list });
const approved = new Approve({ value: title.choice });
const ending = new TextInput({ value: "The end." });
const story = new FnNode(({ title, ending }) => title + ": " + ending, {
  inputs: { title: approved.value, ending: ending.text }, outputs: { story: gr.Textbox() } });
const each = new TextInput({ value: titles.list.each, name: "each" });
const said = new FnNode(({ words }) => words.join("+"), { inputs: { words: each.text.all() }, outputs: { said: gr.Textbox() } });
export default new Graph({ name: "Asking", nodes: [story, said] });
`;

const lists = `import { FnNode, Graph, ItemList, gr } from "daggr";

const script = new FnNode(() => ({ title: "Two", lines: [{ text: "made" }] }), {
  outputs: { title: gr.Textbox(), lines: ItemList({ text: gr.Textbox() }) } });
const loud = new FnNode(({ text }) => text.toUpperCase(), { inputs: { text: script.lines.text }, outputs: { text: gr.Textbox() } });
const quiet = new FnNode(({ text }) => text.toLowerCase(), { inputs: { text: "Shared" }, outputs: { text: gr.Textbox() }, name: "quiet" });
const spoken = new FnNode(({ text }) => text + "!", { inputs: { text: "Shared" }, outputs: { text: gr.Textbox() }, name: "spoken" });
const voice = quiet.or(spoken);
const twice = new FnNode(({ text }) => text + text, { inputs: { text: voice.text }, outputs: { text: gr.Textbox() } });
const all = new FnNode(({ words, voice }) => words.join(" ") + " " + voice, {
  inputs: { words: loud.text.all(), voice: twice.text }, outputs: { text: gr.Textbox() } });
export default new Graph({ name: "Lists", nodes: [all] });
`;

const stream = `import { FnNode, Graph, gr } from "daggr";

const words = new FnNode(async function* ({}, context) {
  console.log("begins");
  context.progress(0.5, "half");
  yield "one";
  await new Promise((resolve) => setTimeout(resolve, 150));
  yield "one two";
  return "one two three";
}, { outputs: { text: gr.Textbox() } });
export default new Graph({ name: "Stream", nodes: [words] });
`;

describe("daggr run without a person", () => {
  const program = new Program();
  const askingFile = program.write("asking.ts", asking);
  const listsFile = program.write("lists.ts", lists);
  after(() => program.remove());

  const run = (file: string, ...args: string[]) => program.json<RunReport>(["run", file, ...args]);

  it("answers the questions of human steps, an item's after the other's", async () => {
    const answers = ["title=Owl", "approved=yes", "ending=So be it.", "each=a", "each=b"];
    const { code, value } = await run(askingFile, ...answers.flatMap((answer) => ["--answer", answer]));
    assert.deepEqual(value.errors, {});
    assert.equal(code, 0);
    assert.deepEqual(value.results["story"], { story: "Owl: So be it." });
    assert.deepEqual(value.results["said"], { said: "a+b+b" });
  });

  it("takes the number of an option, and a no for a no", async () => {
    const { code, value } = await run(
      askingFile,
      "--node",
      "story",
      "--answer",
      "title=3",
      "--answer",
      "approved=no",
    );
    assert.equal(code, 1);
    assert.deepEqual(value.results["title"], { choice: "Elk" });
    assert.match(value.errors["approved"]!.message, /'approved' was not approved/);
  });

  it("names the flag and the options where nobody answers, and where an answer is none", async () => {
    const none = await run(askingFile, "--node", "title");
    assert.match(
      none.value.errors["title"]!.message,
      /nobody is at a terminal to answer\. Give an option or its number: --answer "title=…"\. The options are 1 \("Fox"\), 2 \("Owl"\), 3 \("Elk"\)\./,
    );
    const wrong = await run(askingFile, "--node", "title", "--answer", "title=4");
    assert.match(
      wrong.value.errors["title"]!.message,
      /'4' does not answer the question of 'title'.*1 \("Fox"\)/,
    );
  });

  it("edits the items of a list, selects a variant and bypasses a node", async () => {
    const { code, value } = await run(
      listsFile,
      ...[
        "--input",
        'script.lines=[{"text":"one"},{"text":"two"}]',
        "--pick",
        "voice=spoken",
        "--bypass",
        "twice",
      ],
    );
    assert.deepEqual([code, value.errors], [0, {}]);
    assert.deepEqual(value.results["script"], { title: "Two", lines: [{ text: "one" }, { text: "two" }] });
    assert.deepEqual(value.results["loud"], { text: ["ONE", "TWO"] });
    assert.deepEqual(value.results["all"], { text: "ONE TWO Shared!" });
    assert.deepEqual(value.reused, []);
  });

  it("bypasses for one run, and takes a kept result for fresh on demand", async () => {
    const data = join(program.folder, "data");
    const first = await run(listsFile, "--data", data, "--bypass", "twice");
    assert.deepEqual(first.value.results["all"], { text: "MADE shared" });
    const second = await run(listsFile, "--data", data);
    assert.deepEqual(second.value.results["all"], { text: "MADE sharedshared" });
    const third = await run(listsFile, "--data", data, "--pick", "voice=spoken", "--fresh", "all");
    assert.deepEqual(third.value.results["twice"], { text: "Shared!Shared!" });
    assert.deepEqual(third.value.results["all"], { text: "MADE sharedshared" });
    assert.ok(third.value.reused.includes("all"));
  });

  it("says as JSON what of the command line names nothing, with the valid names", async () => {
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [["--pick", "voise=spoken"], /has no choice 'voise'\. Did you mean 'voice'\? It has voice\./],
      [["--pick", "voice=loud"], /The choice 'voice' has no variant 'loud'.* It has quiet, spoken\./],
      [["--bypass", "twise"], /has no node 'twise'\. Did you mean 'twice'\?/],
      [["--fresh", "all"], /'all' has no result that could be fresh\. Run it first, with --data/],
      [["--answer", "all=yes"], /has no human step 'all' to answer\. It has none\./],
      [
        ["--input", 'script.lines=["a"]'],
        /The items of 'script\.lines' expects? a list of objects with the fields text/,
      ],
      [["--tomorrow"], /unknown option '--tomorrow'/],
    ];
    await Promise.all(
      cases.map(async ([args, message]) => {
        const { code, value } = await program.json<{ error: { kind: string; message: string } }>([
          "run",
          listsFile,
          ...args,
        ]);
        assert.equal(code, 2);
        assert.equal(value.error.kind, "usage");
        assert.match(value.error.message, message);
      }),
    );
  });

  it("tells with --events what happens, one JSON object a line", async () => {
    const file = program.write("stream.ts", stream);
    const { code, stdout, stderr } = await program.run(["run", file, "--events"]);
    assert.deepEqual([code, stderr], [0, ""]);
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as RunEvent);
    assert.ok(
      events.some((event) => event.event === "log" && event.text === "begins" && event.node === "words"),
    );
    assert.ok(events.some((event) => event.event === "node" && event.progress?.text === "half"));
    assert.ok(events.some((event) => event.event === "partial" && event.outputs["text"] === "one"));
    assert.ok(events.some((event) => event.event === "node" && event.status === "done"));
    const last = events.at(-1);
    assert.ok(last?.event === "report");
    assert.deepEqual(last.report.results, { words: { text: "one two three" } });
  });

  it("says with the result of a test what the node ran on", async () => {
    const { value } = await program.json<TestReport>(["test", listsFile, "loud", "--input", "text=hm"]);
    assert.deepEqual([value.node, value.inputs, value.result], ["loud", { text: "hm" }, { text: "HM" }]);
    const made = await program.json<TestReport>(["test", listsFile, "twice"]);
    assert.deepEqual(Object.keys(made.value.inputs), ["text"]);
  });
});
