import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testToken } from "../../support/hub.ts";
import type { Json } from "../../../src/runtime/values/value.ts";
import { startTinyApp } from "../check/tiny-app.ts";
import { Program } from "../terminal/support/program.ts";
import { Assistant, eras, type AssistantOptions } from "./support/assistant.ts";

interface Ran {
  readonly run: string;
  readonly results: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly errors: Readonly<Record<string, { readonly message: string }>>;
  readonly reused: readonly string[];
  readonly files: readonly { readonly uri: string; readonly port: string; readonly mimeType: string }[];
  readonly cut: readonly { node: string; port: string; at: string; size: number; offset: number }[];
}
interface Read {
  readonly value: Json;
  readonly size?: number;
  readonly next?: number;
}

const workflow = (app: string) => `import { writeFileSync } from "node:fs";
import { Approve, FnNode, GradioNode, Graph, gr } from "daggr";
writeFileSync("ran.txt", "");
const words = new GradioNode("${app}", {
  apiName: "/count",
  inputs: { text: gr.Textbox({ value: "a red fox" }) },
  outputs: { words: gr.Number(), longest: gr.Textbox() },
});
const long = new FnNode(({ count }) => {
  return { text: "0123456789".repeat(1000) + count, list: Array.from({ length: 100 }, (_, n) => ({ n })), token: process.env.HOME + " ${testToken}" };
}, { inputs: { count: words.words }, outputs: { text: gr.Textbox(), list: gr.JSON(), token: gr.Textbox() } });
const picture = new FnNode(({ text }, context) => {
  const path = context.files + "/dot.png";
  writeFileSync(path, Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64"));
  return path;
}, { inputs: { text: long.text }, outputs: { image: gr.Image() } });
const fails = new FnNode(({ file }) => { throw new Error("No " + file); }, { inputs: { file: gr.File() }, outputs: { never: gr.Textbox() } });
const approved = new Approve({ message: "Good?", value: words.longest });
export default new Graph({ name: "Whole", nodes: [picture, approved] });
export const failing = new Graph({ name: "Failing", nodes: [fails] });
`;

type Answer = NonNullable<AssistantOptions["answer"]>;
const yes: Answer = () => ({ action: "accept", content: { allow: true } });

describe("an assistant that runs workflows", () => {
  const program = new Program();
  const outside = mkdtempSync(join(tmpdir(), "daggr-outside-"));
  let app: Awaited<ReturnType<typeof startTinyApp>>;
  before(async () => {
    app = await startTinyApp();
    program.write("workflow.ts", workflow(app.url));
    program.write("notes.txt", "notes");
    writeFileSync(join(outside, "secret.txt"), "secret");
  });
  after(async () => {
    await app.stop();
    program.remove();
    rmSync(outside, { recursive: true });
  });
  afterEach(() => {
    rmSync(join(program.folder, "ran.txt"), { force: true });
  });
  const didRun = () => existsSync(join(program.folder, "ran.txt"));

  for (const era of eras)
    describe(`by the ${era} protocol`, () => {
      /** Its program cannot put a question to anybody. */
      let mute: Assistant;
      let asking: Assistant;
      let answer: Answer = yes;
      before(async () => {
        const env = { HF_TOKEN: testToken };
        mute = await Assistant.start(program, { era, env });
        asking = await Assistant.start(program, { era, env, answer: (question) => answer(question) });
      });
      after(async () => {
        await Promise.all([mute.close(), asking.close()]);
      });
      const calls = { run: { file: "workflow.ts" }, test_node: { file: "workflow.ts", node: "words" } };
      afterEach(() => (answer = yes));

      it("reads a graph without running anything", async () => {
        {
          const assistant = mute;
          const { value } = await assistant.call<{
            graphs: { name: string; nodes: string[] }[];
            nodes: { name: string; inputs: { what: string }[]; service?: string }[];
          }>("describe_workflow", { file: "workflow.ts" });
          assert.deepEqual(
            value.graphs.map(({ name }) => name),
            ["Whole", "Failing"],
          );
          assert.deepEqual(value.graphs[0]?.nodes.toSorted(), ["approved", "long", "picture", "words"]);
          const long = value.nodes.find(({ name }) => name === "long");
          assert.deepEqual(
            long?.inputs.map(({ what }) => what),
            ["words.words"],
          );
          assert.equal(value.nodes.find(({ name }) => name === "words")?.service, "Space");
          assert.ok(!didRun());
        }
      });

      it("runs nothing where nobody can be asked, and says how to allow it", async () => {
        {
          const assistant = mute;
          for (const [name, args] of Object.entries(calls)) {
            const { isError, text } = await assistant.call(name, args);
            assert.ok(isError);
            assert.match(text, name === "run" ? /--allow run/ : /--allow test/);
          }
          assert.ok(!didRun());
        }
      });

      it("runs nothing where the person says no", async () => {
        for (const no of [
          { action: "decline" },
          { action: "cancel" },
          { action: "accept", content: { allow: false } },
        ] as const) {
          answer = () => no;
          const { isError, text } = await asking.call("run", calls.run);
          assert.ok(isError);
          assert.match(text, /did not allow it/);
        }
        assert.ok(!didRun());
      });

      it("asks the person with what will run, what it calls and what is given, each time until they allow more", async () => {
        const asked: string[] = [];
        let remember = false;
        answer = ({ message }) => {
          asked.push(message);
          return { action: "accept", content: { allow: true, remember } };
        };
        {
          const assistant = asking;
          const args = { ...calls.run, node: "words", inputs: { "words.text": "one two" } };
          const { value, text } = await assistant.call<Ran>("run", args);
          assert.deepEqual(value.results, { words: { words: 2, longest: "one" } }, text);
          assert.match(asked[0] ?? "", /run 'words' and what it needs: workflow\.ts/);
          assert.match(asked[0] ?? "", new RegExp(`the Space ${app.url}`));
          assert.match(asked[0] ?? "", /words\.text = "one two"/);
          remember = true;
          assert.deepEqual((await assistant.call<Ran>("run", args)).value.reused, ["words"]);
          await assistant.call("run", args);
          assert.equal(asked.length, 2);
          await assistant.call("test_node", calls.test_node);
          assert.equal(asked.length, 3);
        }
      });

      it("runs all of it, tells how far it is, and reads on where a result was cut", async () => {
        {
          const assistant = asking;
          const { value, text, content } = await assistant.call<Ran>("run", {
            ...calls.run,
            answers: { approved: true },
            inputs: { "words.text": "a red fox" },
            again: ["long"],
          });
          assert.deepEqual(value.errors, {}, text);
          assert.equal(value.results["approved"]?.["value"], "red");
          assert.equal(value.results["long"]?.["text"], "0123456789".repeat(400));
          const [cut, list] = value.cut;
          assert.deepEqual(cut, { node: "long", port: "text", at: "", size: 10_001, offset: 4_000 });
          assert.deepEqual(list, { node: "long", port: "list", at: "", size: 100, offset: 40 });
          let whole = String(value.results["long"]?.["text"]);
          for (let offset: number | undefined = cut.offset; offset !== undefined;) {
            const args = { run: value.run, node: "long", port: "text", offset };
            const read: Read = (await assistant.call<Read>("get_result", args)).value;
            whole += read.value as string;
            offset = read.next;
          }
          assert.equal(whole, `${"0123456789".repeat(1000)}3`);
          const part = await assistant.call<Read>("get_result", {
            ...{ run: value.run, node: "long", port: "list", at: "/99/n" },
          });
          assert.equal(part.value.value, 99);
          assert.doesNotMatch(JSON.stringify([text, value]), new RegExp(testToken));
          assert.match(JSON.stringify(value.results["long"]), /\[secret\]/);
          // The picture itself, and a link by which it can be read.
          const [file] = value.files;
          assert.equal(value.results["picture"]?.["image"], file?.uri);
          assert.deepEqual(
            content.map(({ type }) => type),
            ["text", "image", "resource_link"],
          );
          const { contents } = await assistant.client.readResource({ uri: file!.uri });
          assert.ok("blob" in contents[0]! && contents[0].blob.startsWith("iVBORw0KGgo"));
          const described = await assistant.call<{ runs: { nodes: object }[] }>(
            "describe_workflow",
            calls.run,
          );
          assert.deepEqual(Object.keys(described.value.runs.at(-1)?.nodes ?? {}).toSorted(), [
            ...["approved", "long", "picture", "words"],
          ]);
        }
      });

      it("tests a node, and says what an answer or an input lacks", async () => {
        {
          const assistant = asking;
          const tested = await assistant.call<{ result: object; type: string }>("test_node", {
            ...{ file: "workflow.ts", node: "words", inputs: { text: "four words in it" } },
          });
          assert.deepEqual(tested.value.result, { words: 4, longest: "words" }, tested.text);
          assert.match(tested.value.type, /words: number/);
          const unanswered = await assistant.call<Ran>("run", { ...calls.run, again: ["approved"] });
          assert.match(unanswered.value.errors["approved"]?.message ?? "", /answers: \{ "approved": … \}/);
          const unknown = await assistant.call("run", { ...calls.run, inputs: { "words.txt": "x" } });
          assert.match(unknown.text, /has no input 'words\.txt' to set\. It has words\.text/);
          assert.match(
            (await assistant.call("test_node", { ...calls.run, node: "no" })).text,
            /There is no node 'no'/,
          );
          for (const { text } of [unknown, unanswered]) assert.doesNotMatch(text, /\n\s+at .*:\d+/);
        }
      });

      it("gives no file of elsewhere to a workflow", async () => {
        {
          const assistant = asking;
          const failing = { file: "workflow.ts", graph: "Failing" };
          const secret = join(outside, "secret.txt");
          for (const value of [secret, `file://${secret}`, { path: secret, orig_name: "x" }, [secret]])
            for (const [name, inputs] of [
              ["run", { "fails.file": value }],
              ["test_node", { file: value }],
            ] as const) {
              const { isError, text } = await assistant.call(name, { ...failing, node: "fails", inputs });
              assert.ok(isError);
              assert.match(text, /outside of the workspace/);
            }
          const network = { "fails.file": `${app.url}/config` };
          assert.match(
            (await assistant.call("run", { ...failing, inputs: network })).text,
            /network of this machine/,
          );
          const own = await assistant.call<Ran>("run", { ...failing, inputs: { "fails.file": "notes.txt" } });
          assert.match(own.value.errors["fails"]?.message ?? own.text, /No .*notes\.txt/);
        }
      });
    });

  it("stops what the assistant's program gives up, and asks nothing that was allowed beforehand", async () => {
    program.write(
      "endless.ts",
      `import { FnNode, Graph, gr } from "daggr";
const endless = new FnNode((_inputs, context) => new Promise((_, fail) => {
  context.progress(0.5, "half of it");
  context.signal.addEventListener("abort", () => fail(context.signal.reason));
}), { inputs: {}, outputs: { never: gr.Textbox() } });
export default new Graph({ name: "Endless", nodes: [endless] });
`,
    );
    const assistant = await Assistant.start(program, { era: "modern", args: ["--allow", "run"] });
    const stop = new AbortController();
    await assert.rejects(
      assistant.call(
        "run",
        { file: "endless.ts" },
        { signal: stop.signal, onProgress: (message) => message === "endless half of it" && stop.abort() },
      ),
    );
    // The next one begins when its processes are gone.
    const next = await assistant.call<Ran>("run", { file: "workflow.ts", node: "words" });
    assert.equal(next.isError, false, next.text);
    await assistant.close();
  });
});
