import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { defaults } from "../../../src/runtime/defaults.ts";
import { openWorkflow, type HeadlessWorkflow } from "../../../src/runtime/headless/workflow.ts";
import { findTests } from "../../../src/runtime/tests/find-tests.ts";
import { recordTest, type RecordOutcome } from "../../../src/runtime/tests/record-test.ts";
import type { TestResult } from "../../../src/runtime/tests/results.ts";
import { runTest } from "../../../src/runtime/tests/run-test.ts";
import { readTest, type FoundTest } from "../../../src/runtime/tests/test-file.ts";
import { testPath } from "../../../src/runtime/tests/test-paths.ts";
import { updateTest } from "../../../src/runtime/tests/update-test.ts";

const code = `import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { FnNode, Graph, TextInput, gr } from "daggr";

const loud = new FnNode(({ text, dice }) => ({ loud: text.toUpperCase() + "!", dice }), {
  inputs: { text: gr.Textbox({ value: "hello" }), dice: Math.random }, outputs: { loud: gr.Textbox(), dice: gr.Number() } });
const note = new FnNode(({ text, photo }, { files }) => {
  const path = join(files, "note.txt"); writeFileSync(path, text);
  return { note: path, facts: { photo: photo === null ? "none" : basename(photo), length: text.length } };
}, { inputs: { text: loud.loud, photo: gr.Image() }, outputs: { note: gr.File(), facts: gr.JSON() } });
const soft = new FnNode(({ text }) => text.toLowerCase(), { name: "soft", inputs: { text: loud.loud }, outputs: { text: gr.Textbox() } });
const same = new FnNode(({ text }) => text, { name: "same", inputs: { text: loud.loud }, outputs: { text: gr.Textbox() } });
const voice = soft.or(same, { name: "voice" });
const title = new TextInput({ value: voice.text });
const shout = new FnNode(({ title, where }) => title + " " + where, {
  inputs: { title: title.text, where: import.meta.filename }, outputs: { text: gr.Textbox() } });
export default new Graph({ name: "Tested", nodes: [note, shout] });
`;

/** A picture of one pixel. */
const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

describe("recorded tests", function () {
  this.timeout(60_000);
  let folder: string;
  let file: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "daggr-tests-"));
    file = join(folder, "workflow.ts");
    await writeFile(join(folder, "cat.png"), pixel);
  });

  beforeEach(() => writeFile(file, code));

  after(() => rm(folder, { recursive: true, force: true }));

  const surroundings = () => ({
    ...{ cache: join(folder, "cache"), dist: inRoot("dist"), settings: defaults },
    credentials: {
      huggingFaceToken: () => Promise.resolve(undefined),
      login: () => Promise.resolve(undefined),
    },
    log: () => {},
  });

  const record = (
    name: string,
    prepare?: (workflow: HeadlessWorkflow) => Promise<void>,
  ): Promise<RecordOutcome> =>
    recordTest({
      ...surroundings(),
      ...{ file, folder, name, ...(prepare && { prepare }) },
      ask: () => Promise.resolve("a title"),
    });

  const recorded = async (...args: Parameters<typeof record>): Promise<FoundTest> => {
    const outcome = await record(...args);
    assert.equal(outcome.type, "recorded", JSON.stringify(outcome));
    return outcome.found;
  };

  const failedOutputs = ({ outputs }: TestResult) =>
    outputs.flatMap((output) => (output.status === "failed" ? [`${output.node}.${output.port}`] : []));

  it("keep what went in and what came out, and pass as long as that stays", async () => {
    await recorded("cat", async (workflow) => {
      await workflow.setInputs([
        { node: "loud", input: "text", value: "Good day" },
        { node: "note", input: "photo", value: "cat.png" },
      ]);
      await workflow.pick("voice", "same");
    });
    const { test, path } = await readTest(testPath(file, "cat"));
    assert.deepEqual(test.inputs, {
      "loud.text": "Good day",
      "note.photo": { $file: "cat.daggr-test/inputs/cat.png" },
    });
    assert.deepEqual([test.workflow, test.graph, test.picks], ["workflow.ts", "Tested", { voice: "same" }]);
    assert.deepEqual(test.answers, { title: ["a title"] });
    assert.deepEqual(Object.keys(test.drawn), ["loud.dice"]);
    assert.deepEqual(test.expected["note"], {
      note: { match: "exact", value: { $file: "cat.daggr-test/expected/note.note.txt" } },
      facts: { match: "subset", value: { photo: "cat.png", length: 9 } },
    });
    assert.equal(test.expected["title"], undefined, "what a person answered is no result");
    assert.ok(!(await readFile(path, "utf8")).includes(folder), "no path of this machine");
    const [found] = (await findTests(file)).tests;
    const result = await runTest(found!, surroundings());
    assert.deepEqual([result.status, result.problems, failedOutputs(result)], ["passed", [], []]);
  });

  it("tell what changed, with the line of the expectation, and take it over when asked", async () => {
    const found = await recorded("changed");
    await writeFile(file, code.replace('+ "!"', '+ "?"'));
    const result = await runTest(found, surroundings());
    assert.equal(result.status, "failed");
    assert.deepEqual(failedOutputs(result), ["loud.loud", "note.note", "voice.text"]);
    const [first] = result.outputs;
    assert.ok(first?.status === "failed");
    assert.match(first.message, /"HELLO\?" instead of "HELLO!"/);
    assert.deepEqual([first.expected, first.actual, first.diff], ["HELLO!", "HELLO?", undefined]);
    const lines = (await readFile(found.path, "utf8")).split("\n");
    assert.match(lines[first.line - 1]!, /"loud": \{/);
    // One of them first, then the others.
    const one = await updateTest(found, { ...surroundings(), outputs: [{ node: "loud", port: "loud" }] });
    assert.deepEqual(one.updated, [{ node: "loud", port: "loud" }]);
    const all = await updateTest(await readTest(found.path), surroundings());
    assert.deepEqual(
      all.updated.map(({ node }) => node),
      ["note", "voice"],
    );
    assert.equal((await runTest(await readTest(found.path), surroundings())).status, "passed");
    const note = join(folder, "changed.daggr-test", "expected", "note.note.txt");
    assert.ok(!existsSync(note), "a file that nothing names any more goes");
  });

  it("say which node failed and where, and are not written of a run that fails", async () => {
    const found = await recorded("failing");
    await writeFile(file, code.replace('=> title + " " + where', '=> { throw new Error("It broke."); }'));
    const { status, problems } = await runTest(found, surroundings());
    assert.equal(status, "failed");
    assert.deepEqual(
      problems.map(({ node, message, at }) => [node, message, at?.file]),
      [["shout", "It broke.", "workflow.ts"]],
    );
    const outcome = await record("never");
    assert.equal(outcome.type, "failed");
    assert.ok(!existsSync(testPath(file, "never")));
  });

  it("are made of a sheet with the values that its results were made with", async () => {
    const data = join(folder, "data");
    const options = { ...surroundings(), file, folder, data };
    const opened = await openWorkflow(options);
    assert.ok(opened.type === "opened");
    const { workflow } = opened;
    let dice: unknown;
    try {
      await workflow.setInputs([{ node: "loud", input: "text", value: "of a sheet" }]);
      await workflow.answerWith(() => Promise.resolve("its title"));
      dice = (await workflow.run()).report.results["loud"]?.["dice"];
      const setup = await workflow.setup();
      const outcome = await recordTest({
        ...{ ...surroundings(), file, folder, name: "sheet" },
        setup: { of: setup, pathOf: (ref) => workflow.pathOf(ref) },
        ask: () => Promise.reject(new Error("Nobody is asked.")),
      });
      assert.equal(outcome.type, "recorded", JSON.stringify(outcome));
    } finally {
      await workflow.close();
    }
    const { test } = await readTest(testPath(file, "sheet"));
    assert.deepEqual(test.drawn, { "loud.dice": dice });
    assert.deepEqual(test.answers, { title: ["its title"] });
    assert.deepEqual(test.expected["loud"]?.["loud"], { match: "exact", value: "OF A SHEET!" });
  });

  it("stop when they are told to", async () => {
    const found = await recorded("stopped");
    const result = await runTest(found, { ...surroundings(), signal: AbortSignal.abort() });
    assert.equal(result.status, "stopped");
  });

  it("that are none are named with what is wrong, and name no file outside of their folder", async () => {
    const found = await recorded("outside");
    await writeFile(join(folder, "broken.daggr-test.json"), '{ "version": 1, "workflow": "../x.ts" }');
    const { broken } = await findTests(file);
    assert.deepEqual(
      broken.map(({ name }) => name),
      ["broken"],
    );
    assert.match(broken[0]!.message, /'broken\.daggr-test\.json' is no test at 'workflow'/);
    for (const $file of ["../secret", join(folder, "cat.png"), "outside.daggr-test/link"]) {
      await symlink(join(folder, "cat.png"), join(folder, "outside.daggr-test", "link")).catch(() => {});
      const test = { ...found.test, inputs: { "note.photo": { $file } } };
      const { status, problems } = await runTest({ ...found, test }, surroundings());
      assert.equal(status, "failed");
      assert.match(problems[0]!.message, /is not in 'outside\.daggr-test', the test's own folder/);
    }
    await rm(join(folder, "broken.daggr-test.json"));
  });
});
