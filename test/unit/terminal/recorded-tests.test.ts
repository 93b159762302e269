import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { testEventSchema, type TestReport } from "../../../src/runtime/tests/results.ts";
import { completed, startScriptedApp, streamed, type ScriptedApp } from "../gradio/support/scripted-app.ts";
import { eventually } from "../../support/eventually.ts";
import { Program } from "./support/program.ts";

/** No form of a token that anybody knows. */
const token = "my-strange-token-654321";
const env = { HF_ENDPOINT: "http://127.0.0.1:9", HF_TOKEN: token };

describe("daggr record-test and daggr test", function () {
  this.timeout(120_000);
  const program = new Program();
  let app: ScriptedApp;
  let file: string;

  /** The end of what the last function says can be changed. */
  const write = (end: string) =>
    program.write(
      "workflow.ts",
      `import { FnNode, GradioNode, Graph, gr } from "daggr";
const said = new GradioNode("${app.url}", { apiName: "/say", inputs: { text: gr.Textbox({ value: "a fox" }) }, outputs: { said: gr.JSON() } });
const shown = new FnNode(({ said }) => said.words + "${end}", { inputs: { said: said.said }, outputs: { text: gr.Textbox() } });
export default new Graph({ name: "Said", nodes: [shown] });
`,
    );

  const parseEvent = (line: string) => v.parse(testEventSchema, JSON.parse(line));

  before(async () => {
    app = await startScriptedApp({ data: () => streamed(completed({ words: "hello", token })) });
    file = write("!");
    program.write(
      "failing.ts",
      `import { FnNode, Graph, gr } from "daggr";
const broken = new FnNode(() => { throw new Error("It broke."); }, { inputs: {}, outputs: { never: gr.Textbox() } });
export default new Graph({ name: "Failing", nodes: [broken] });
`,
    );
  });

  after(async () => {
    await app.stop();
    program.remove();
  });

  it("record a run with its calls, without a token and without a path of this machine", async () => {
    const args = ["record-test", file, "fox", "--input", "said.text=a red fox"];
    const { code, stdout, stderr } = await program.run(args, env);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /fox\.daggr-test\.json {2}2 outputs/);
    const written = readdirSync(program.folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.includes("daggr-test"))
      .filter((name) => statSync(join(program.folder, name)).isFile());
    assert.ok(
      written.some((name) => name.startsWith(join("fox.daggr-test", "calls"))),
      written.join(", "),
    );
    for (const name of written) {
      const text = readFileSync(join(program.folder, name), "utf8");
      assert.ok(!text.includes(token), `${name} has the token`);
      assert.ok(!text.includes(program.folder), `${name} has a path`);
    }
  });

  it("record from calls that were recorded, and make those that are missing only with --live", async () => {
    const from = ["--calls", join(program.folder, "fox.daggr-test", "calls")];
    const requests = app.requests.length;
    const known = await program.run(
      ["record-test", file, "again", "--input", "said.text=a red fox", ...from],
      env,
    );
    assert.equal(known.code, 0, known.stderr);
    const unknown = ["record-test", file, "other", "--input", "said.text=a cat", ...from];
    const refused = await program.run(unknown, env);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /is in no record of.*"a red fox".*"a cat"/);
    assert.equal(app.requests.length, requests);
    const live = await program.run([...unknown, "--live"], env);
    assert.equal(live.code, 0, live.stderr);
    assert.ok(app.requests.length > requests);
    const calls = readdirSync(join(program.folder, "other.daggr-test", "calls"));
    assert.equal(calls.filter((name) => name.endsWith(".json")).length, 2);
    for (const name of ["again", "other"]) {
      rmSync(join(program.folder, `${name}.daggr-test.json`));
      rmSync(join(program.folder, `${name}.daggr-test`), { recursive: true });
    }
  });

  it("run without the app, and report to people, programs and CI", async () => {
    await app.stop();
    const requests = app.requests.length;
    const text = await program.run(["test", file], env);
    assert.equal(text.code, 0, text.stderr + text.stdout);
    assert.match(text.stdout, /✓ fox .*\n1 passed/);
    const { value } = await program.json<TestReport>(["test", file], env);
    assert.deepEqual(value.loads, { status: "passed" });
    assert.deepEqual(
      value.tests[0]?.outputs.map(({ node, port, status }) => [node, port, status]),
      [
        ["said", "said", "passed"],
        ["shown", "text", "passed"],
      ],
    );
    assert.equal(app.requests.length, requests, "nothing was asked");
  });

  it("wait for a debugger with --inspect, without a time limit, until they are stopped", async () => {
    const running = program.start(["test", file, "--events", "--inspect"], env);
    const port = await eventually("it waits for a debugger", () => {
      const events = running.stdout.split("\n").slice(0, -1).map(parseEvent);
      const waiting = events.find((event) => event.event === "inspect");
      assert.ok(waiting);
      assert.equal(waiting.test, "fox");
      return waiting.port;
    });
    const [target] = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as readonly object[];
    assert.ok(target && "webSocketDebuggerUrl" in target);
    running.child.kill("SIGTERM");
    const { code, stdout } = await running.finished;
    assert.equal(code, 130);
    const ended = stdout.trim().split("\n").map(parseEvent);
    assert.ok(ended.some((event) => event.event === "ended" && event.result.status === "stopped"));
  });

  it("tell what changed by exit code, line and difference, and update it", async () => {
    write("?");
    const junit = await program.run(["test", file, "--reporter", "junit"], env);
    assert.equal(junit.code, 1, junit.stderr);
    assert.match(junit.stdout, /<testsuite name="fox" tests="3" failures="1" errors="0"/);
    assert.match(junit.stdout, /name="shown\.text" time="0\.000">\s*<failure message="The output is not/);
    assert.match(junit.stdout, /-hello!\n\+hello\?/);
    assert.ok(!junit.stdout.includes(program.folder) && !junit.stdout.includes(token));
    const events = await program.run(["test", file, "--events", "--update"], env);
    const parsed = events.stdout.trim().split("\n").map(parseEvent);
    const updated = parsed.find((event) => event.event === "updated");
    assert.deepEqual(updated?.result.updated, [{ node: "shown", port: "text" }]);
    assert.equal(parsed.at(-1)?.event, "report");
    assert.equal(events.code, 0, events.stderr);
  });

  it("name the closest record where one is missing", async () => {
    const path = join(program.folder, "fox.daggr-test.json");
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replace("a red fox", "a blue fox"));
    const { code, stdout } = await program.run(["test", file], env);
    assert.equal(code, 1);
    assert.match(stdout, /said: .*is in no record of 'fox\.daggr-test\/calls'/);
    assert.match(stdout, /closest record.*"a red fox".*"a blue fox"/i);
    rmSync(join(program.folder, "fox.daggr-test", "calls"), { recursive: true });
    const without = await program.run(["test", file], env);
    assert.equal(without.code, 1);
    assert.match(without.stdout, /said: .*in no record/);
    writeFileSync(path, text);
  });

  it("take no option that only a test of a node has", async () => {
    const replayed = await program.run(["test", file, "--replay", "calls"], env);
    assert.equal(replayed.code, 2);
    assert.match(replayed.stderr, /--replay is for the test of one node.*NAME --calls calls/);
    for (const option of ["--record", "--input", "--allow-local"]) {
      const { code, stderr } = await program.run(["test", file, option, "said.text=x"], env);
      assert.equal(code, 2);
      assert.match(stderr, new RegExp(`${option} is for the test of one node`));
    }
  });

  it("say what there is where a test is not, and how to make one", async () => {
    const failing = join(program.folder, "failing.ts");
    const none = await program.run(["test", failing], env);
    assert.equal(none.code, 2);
    assert.match(none.stderr, /There are no tests beside .*daggr record-test/);
    const other = await program.run(["test", file, "--test", "foxy"], env);
    assert.equal(other.code, 2);
    assert.match(other.stderr, /There is no test 'foxy'.*Did you mean 'fox'/);
    const name = await program.run(["record-test", file, "../fox"], env);
    assert.equal(name.code, 2);
    const live = await program.run(["record-test", file, "live", "--live"], env);
    assert.equal(live.code, 2);
    assert.match(live.stderr, /--live is for calls that a recording does not have/);
    const failed = await program.run(["record-test", failing, "never"], env);
    assert.equal(failed.code, 1);
    assert.match(failed.stderr, /broken: It broke\.[^]*No test was written/);
  });
});
