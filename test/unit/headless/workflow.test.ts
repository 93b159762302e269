import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { defaults } from "../../../src/runtime/defaults.ts";
import { InvalidRequestError } from "../../../src/runtime/headless/input-changes.ts";
import {
  openWorkflow,
  type HeadlessOptions,
  type HeadlessWorkflow,
} from "../../../src/runtime/headless/workflow.ts";

const code = `import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Approve, FnNode, Graph, gr } from "daggr";

const loud = new FnNode(({ text }) => { console.log("shouting"); return text.toUpperCase(); }, {
  inputs: { text: gr.Textbox({ value: "hello" }) }, outputs: { loud: gr.Textbox() } });
const file = new FnNode(({ text }, { files }) => { const path = join(files, "note.txt"); writeFileSync(path, text); return path; }, {
  inputs: { text: loud.loud }, outputs: { note: gr.File() } });
const broken = new FnNode(() => { throw new Error("It broke."); }, { inputs: {}, outputs: { never: gr.Textbox() } });
const approved = new Approve({ value: loud.loud });
export default new Graph({ name: "Headless", nodes: [file, broken, approved] });
`;

describe("a workflow without a canvas", function () {
  this.timeout(60_000);
  let folder: string;
  let file: string;
  let opened: HeadlessWorkflow[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "daggr-headless-"));
    file = join(folder, "workflow.ts");
    await writeFile(file, code);
    opened = [];
  });

  afterEach(async () => {
    await Promise.all(opened.map((workflow) => workflow.close()));
    await rm(folder, { recursive: true, force: true });
  });

  it("takes inputs, answers and progress, and reports results and failures by node", async () => {
    const workflow = await open();
    await workflow.setInputs([{ node: "loud", input: "text", value: "good day" }]);
    await workflow.answerWith(() => Promise.resolve(true));
    const printed: string[] = [];
    await workflow.onNodeState((node, { logs = [] }) => {
      for (const { text } of logs) printed.push(`${node}: ${text}`);
    });
    const { report, failures } = await workflow.run();
    assert.deepEqual(report.results["loud"], { loud: "GOOD DAY" });
    assert.deepEqual(report.results["approved"], { value: "GOOD DAY" });
    assert.deepEqual(report.errors["broken"], { message: "It broke.", line: 9 });
    assert.deepEqual(
      failures.map(({ node }) => node),
      ["broken"],
    );
    assert.ok(printed.includes("loud: shouting"), printed.join("\n"));
  });

  it("takes fallbacks for what failed, says so in its report, and tries the nodes again the next time", async () => {
    await writeFile(
      file,
      `import { writeFileSync } from "node:fs";
import { FnNode, Graph, gr } from "daggr";
const fail = () => { throw new Error("Asleep."); };
const outputs = { text: gr.Textbox() };
const value = new FnNode(fail, { inputs: {}, outputs, fallback: "given" });
const called = new FnNode(fail, { inputs: {}, outputs, fallback: (error) => error.message.toUpperCase() });
const words = new FnNode(({ word, most }) => word.slice(0, most), { inputs: { most: 3 }, outputs });
const node = new FnNode(({ word }) => fail(), { inputs: { word: value.text }, outputs }).orElse(words);
writeFileSync("picture.txt", "a picture");
const picture = new FnNode(fail, { inputs: {}, outputs: { file: gr.File() }, fallback: "picture.txt" });
const wrong = new FnNode(fail, { inputs: {}, outputs: { n: gr.Number() }, fallback: (): any => "five" });
export default new Graph({ name: "Fallbacks", nodes: [called, node, picture, wrong] });
`.replace('"picture.txt", "a', `${JSON.stringify(join(folder, "picture.txt"))}, "a`),
    );
    const workflow = await open({ data: join(folder, "data") });
    const { report } = await workflow.run();
    assert.deepEqual(report.results["value"], { text: "given" });
    assert.deepEqual(report.results["called"], { text: "ASLEEP." });
    assert.deepEqual(report.results["node"], { text: "giv" });
    assert.equal(readFileSync(report.results["picture"]?.["file"] as string, "utf8"), "a picture");
    assert.match(report.errors["wrong"]?.message ?? "", /^Asleep\. Its fallback failed too: Output 'n'/);
    assert.deepEqual(report.fallbacks?.["node"], { because: "Asleep.", node: "words" });
    assert.deepEqual(Object.keys(report.fallbacks ?? {}).sort(), ["called", "node", "picture", "value"]);
    const again = await workflow.run();
    assert.deepEqual(again.report.reused, []);
  });

  it("runs one node with what it needs, and reuses that the next time", async () => {
    const workflow = await open({ data: join(folder, "data") });
    const first = await workflow.run({ node: "file" });
    assert.deepEqual(Object.keys(first.report.results).sort(), ["file", "loud"]);
    const second = await workflow.run({ node: "file" });
    assert.deepEqual([...second.report.reused].sort(), ["file", "loud"]);
  });

  it("keeps files of results after it closed, even where nothing else is kept", async () => {
    const workflow = await open();
    const { report } = await workflow.run({ node: "file" });
    await workflow.close();
    const path = report.results["file"]?.["note"];
    assert.ok(typeof path === "string" && existsSync(path), JSON.stringify(path));
    assert.match(path, /note\.txt$/);
    await rm(join(path, "../.."), { recursive: true });
  });

  it("runs one node alone, and keeps nothing of it", async () => {
    const data = join(folder, "data");
    const workflow = await open({ data });
    const { result, type } = await workflow.test("loud", { text: "quiet" });
    assert.deepEqual(result, { loud: "QUIET" });
    assert.match(type, /loud: string/);
    assert.deepEqual((await workflow.run({ node: "loud" })).report.reused, []);
    assert.ok((await readdir(data)).length > 0);
  });

  it("stops a run by its signal, even while somebody is asked", async () => {
    const workflow = await open();
    const stop = new AbortController();
    await workflow.answerWith(() => {
      stop.abort();
      // Whoever answers may not notice the signal.
      return new Promise(() => {});
    });
    const { report } = await workflow.run({ node: "approved", signal: stop.signal });
    assert.deepEqual(report.results["loud"], { loud: "HELLO" });
    assert.equal(report.results["approved"], undefined);
  });

  it("refuses what does not exist, and names what does", async () => {
    const workflow = await open();
    await assert.rejects(workflow.run({ node: "lous" }), (error) => {
      assert.ok(error instanceof InvalidRequestError);
      assert.match(
        error.message,
        /no node 'lous'\. Did you mean 'loud'\? It has loud, file, broken, approved\./,
      );
      return true;
    });
    await assert.rejects(
      workflow.setInputs([{ node: "loud", input: "texts", value: "x" }]),
      /no input 'loud\.texts' to set\. It has loud\.text\./,
    );
    await assert.rejects(workflow.setInputs([{ node: "loud", input: "text", value: 7 }]), /expects text/);
    await workflow.setInputs([{ node: "loud", input: "text", value: 7, text: "7" }]);
    await assert.rejects(openWorkflow(options({ graph: "Other" })), InvalidRequestError);
  });

  it("says why a file cannot be loaded", async () => {
    await writeFile(file, `throw new Error("Not today.");\n`);
    const outcome = await openWorkflow(options());
    assert.equal(outcome.type, "failed");
    assert.match(outcome.failure.message, /Not today\./);
  });

  function options(more: Partial<HeadlessOptions> = {}): HeadlessOptions {
    return {
      file,
      folder,
      cache: join(folder, "cache"),
      dist: inRoot("dist"),
      settings: defaults,
      credentials: {
        huggingFaceToken: () => Promise.resolve(undefined),
        login: () => Promise.resolve(undefined),
      },
      log: () => {},
      ...more,
    };
  }

  it("keeps equal files under the names that the code gave them", async () => {
    await writeFile(
      file,
      `import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { ChooseOne, FnNode, Graph, gr } from "daggr";
const three = new FnNode((_, { files }) => ["a.txt", "b.txt", "c.txt"].map((name) => { const path = join(files, name); writeFileSync(path, "same"); return path; }),
  { inputs: {}, outputs: { files: gr.File({ fileCount: "multiple" }) } });
const chosen = new ChooseOne({ options: three.files });
const each = new FnNode(({ path }) => basename(path), { inputs: { path: three.files.each }, outputs: { name: gr.Textbox() } });
export default new Graph({ name: "Names", nodes: [chosen, each] });
`,
    );
    const names = (value: unknown) => (value as readonly string[]).map((path) => basename(path));
    for (const data of [undefined, join(folder, "data")]) {
      const workflow = await open({ data });
      await workflow.answerWith((_node, question) =>
        Promise.resolve(question.step === "choose-one" ? (question.options[1] ?? null) : null),
      );
      const { report } = await workflow.run();
      assert.deepEqual(names(report.results["three"]?.["files"]), ["a.txt", "b.txt", "c.txt"]);
      assert.deepEqual(names(Object.values(report.results["chosen"] ?? {})), ["b.txt"]);
      assert.deepEqual(report.results["each"], { name: ["a.txt", "b.txt", "c.txt"] });
      for (const path of report.results["three"]?.["files"] as readonly string[])
        assert.equal(readFileSync(path, "utf8"), "same");
    }
  });

  async function open(more?: Partial<HeadlessOptions>): Promise<HeadlessWorkflow> {
    const outcome = await openWorkflow(options(more));
    assert.ok(outcome.type === "opened", outcome.type);
    opened.push(outcome.workflow);
    return outcome.workflow;
  }
});
