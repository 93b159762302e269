import assert from "node:assert/strict";
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { Served } from "../../support/served.ts";
import { startTinyApp } from "../check/tiny-app.ts";
import { Program } from "../terminal/support/program.ts";
import { Assistant, eras } from "./support/assistant.ts";

interface Ran {
  readonly results: Readonly<Record<string, object>>;
  readonly errors: Readonly<Record<string, { readonly message: string }>>;
  readonly answeredFrom?: string;
}

const workflow = (app: string) => `import { GradioNode, Graph, gr } from "daggr";
const words = new GradioNode("${app}", {
  apiName: "/count",
  inputs: { text: gr.Textbox({ value: "a red fox" }) },
  outputs: { words: gr.Number(), longest: gr.Textbox() },
});
export default new Graph({ name: "Words", nodes: [words] });
`;
const file = "workflow.ts";
const another = { file, inputs: { "words.text": "one other" } };
const anotherTest = { file, node: "words", inputs: { text: "one other" } };

describe("an assistant whose calls are recorded", function () {
  // Each call starts processes, which takes seconds where the machine is busy.
  this.timeout(180_000);
  let program: Program;
  let app: Awaited<ReturnType<typeof startTinyApp>>;
  const opened: Assistant[] = [];
  const recording = () => join(program.folder, "workflow.recordings");
  const records = () => readdirSync(recording()).filter((name) => name.endsWith(".json"));
  before(async () => {
    app = await startTinyApp();
    program = new Program();
    program.write(file, workflow(app.url));
    const recorded = await program.run(["run", file, "--record", "kept"]);
    assert.equal(recorded.code, 0, recorded.stderr);
  });
  after(async () => {
    await app.stop();
    program.remove();
  });
  beforeEach(() => {
    program.write(file, workflow(app.url));
    cpSync(join(program.folder, "kept"), recording(), { recursive: true });
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((assistant) => assistant.close()));
    for (const folder of [recording(), program.env["XDG_DATA_HOME"]!])
      rmSync(folder, { recursive: true, force: true });
  });

  for (const era of eras)
    describe(`by the ${era} protocol`, () => {
      const start = async (args: readonly string[], asked?: string[]) => {
        const answer = ({ message }: { readonly message: string }) => {
          asked?.push(message);
          return { action: "accept", content: { allow: true } } as const;
        };
        const assistant = await Assistant.start(program, { era, args, ...(asked && { answer }) });
        opened.push(assistant);
        return assistant;
      };

      it("is answered from the recording beside the file, and by nobody else", async () => {
        // An app on this machine is the same at any port, and nobody listens at this one.
        program.write(file, workflow("http://127.0.0.1:1"));
        const assistant = await start(["--allow", "run,test"]);
        const { value, text } = await assistant.call<Ran>("run", { file });
        assert.deepEqual(value.results, { words: { words: 3, longest: "red" } }, text);
        assert.equal(value.answeredFrom, "workflow.recordings");
        const refused = await assistant.call<Ran>("run", another);
        const { message = refused.text } = refused.value.errors["words"] ?? {};
        assert.match(message, new RegExp(`'${records()[0]}', differs in 'text'`));
        assert.match(message, /calls: "live"/);
        const live = await assistant.call("run", { ...another, calls: "live" });
        assert.ok(live.isError);
        assert.match(live.text, /your program cannot ask them.*--allow live/);
        const untested = await assistant.call("test_node", anotherTest);
        assert.ok(untested.isError);
        assert.match(untested.text, /differs in 'text'.*\n.*calls: "live"/);
      });

      it("makes another call when the person says yes, and records it", async () => {
        const asked: string[] = [];
        const assistant = await start(["--allow", "run"], asked);
        const { value, text } = await assistant.call<Ran>("run", { ...another, calls: "live" });
        assert.deepEqual(value.results, { words: { words: 2, longest: "other" } }, text);
        assert.equal(asked.length, 1);
        assert.match(asked[0]!, /not in 'workflow\.recordings' are made, within a budget, and recorded/);
        assert.equal(records().length, 2);
        await assistant.call("test_node", anotherTest);
        assert.match(asked[1]!, /answered from 'workflow\.recordings', and no other is made/);
      });

      it("makes calls that were allowed beforehand, until their budget is used up", async () => {
        const allowing = await start(["--allow", "test,live", "--live-calls", "1"]);
        const recorded = await allowing.call("test_node", { ...anotherTest, calls: "recorded" });
        assert.match(recorded.text, /differs in 'text'/);
        const tested = await allowing.call<{ result: object }>("test_node", anotherTest);
        assert.deepEqual(tested.value.result, { words: 2, longest: "other" }, tested.text);
        // That one is recorded now, so it costs nothing more; a third one is too much.
        assert.equal((await allowing.call("test_node", anotherTest)).isError, false);
        const over = await allowing.call("test_node", { ...anotherTest, inputs: { text: "a third" } });
        assert.match(over.text, /differs in 'text'.*used up \(1 of 1 calls.*\n.*--live-calls N/);
      });
    });

  it("is asked as before where nothing is recorded, and makes no call where it says so", async () => {
    rmSync(recording(), { recursive: true });
    const assistant = await Assistant.start(program, { era: "modern", args: ["--allow", "run"] });
    opened.push(assistant);
    const refused = await assistant.call<Ran>("run", { file, calls: "recorded" });
    assert.match(refused.value.errors["words"]?.message ?? refused.text, /which has none/);
    const { value, text } = await assistant.call<Ran>("run", { file });
    assert.deepEqual(value.results, { words: { words: 3, longest: "red" } }, text);
    assert.equal(value.answeredFrom, undefined);
  });

  it("follows no link of a recording out of the workspace", async () => {
    const outside = new Program();
    const files = join(recording(), "files");
    rmSync(files, { recursive: true, force: true });
    symlinkSync(outside.folder, files);
    const assistant = await Assistant.start(program, { era: "modern", args: ["--allow", "run,live"] });
    opened.push(assistant);
    assert.match((await assistant.call("run", another)).text, /outside of the workspace/);
    outside.remove();
  });

  it("writes nothing into the folder of a served workflow", async () => {
    for (const allow of ["run", "run,live"]) {
      const served = await Served.start({ workflow: workflow(app.url), args: ["--allow", allow] });
      mkdirSync(join(served.folder, "workflow.recordings"));
      const assistant = await Assistant.at(served.origin, { era: "modern" });
      const made = await assistant.call<Ran>("run", { ...another, calls: "live" });
      if (allow === "run") assert.match(made.text, /not allowed here.*--allow live/);
      else assert.deepEqual(made.value.results, { words: { words: 2, longest: "other" } }, made.text);
      assert.deepEqual(readdirSync(join(served.folder, "workflow.recordings")), []);
      await assistant.close();
      await served.stop();
    }
  });
});
