import assert from "node:assert/strict";
import { Served } from "../../support/served.ts";
import { Assistant, eras, type Era } from "./support/assistant.ts";

const workflow = `import { FnNode, Graph, gr } from "daggr";
const say = new FnNode(({ text }) => "You said " + text, { inputs: { text: gr.Textbox({ value: "fox" }) }, outputs: { said: gr.Textbox() } });
export default new Graph({ name: "Say", nodes: [say] });
`;
const token = "served-token-123";
const authorization = { authorization: `Bearer ${token}` };

interface Ran {
  readonly run: string;
  readonly results: Readonly<Record<string, object>>;
}

describe("assistants at a served workflow", () => {
  let served: Served;
  let allowing: Served;
  before(async () => {
    const files = { "other.ts": workflow };
    served = await Served.start({ workflow, files, args: ["--token", token] });
    const allow = ["--allow", "run,test,edit"];
    allowing = await Served.start({
      workflow,
      files,
      args: ["--token", token, ...allow],
    });
  });
  after(async () => {
    await Promise.all([served.stop(), allowing.stop()]);
  });
  const using = async (at: Served, era: Era, work: (assistant: Assistant) => Promise<void>, asks = true) => {
    const answer = () => ({ action: "accept" as const, content: { allow: true } });
    const assistant = await Assistant.at(at.origin, { era, ...(asks && { answer }) }, authorization);
    try {
      await work(assistant);
    } finally {
      await assistant.close();
    }
  };

  it("are let in as everybody else, and from no other page", async () => {
    const ask = (headers: Record<string, string>) =>
      fetch(`${served.origin}/mcp`, { method: "POST", headers, body: "{}" }).then(({ status }) => status);
    assert.equal(await ask({}), 401);
    assert.equal(await ask({ ...authorization, origin: "http://elsewhere.example" }), 403);
  });

  for (const era of eras) {
    it(`use the served file alone, and change nothing, by the ${era} protocol`, async () => {
      await using(served, era, async (assistant) => {
        const file = "workflow.ts";
        assert.match((await assistant.call("check", { file: "other.ts" })).text, /Only the served workflow/);
        assert.match((await assistant.call("apply_fixes", { file })).text, /not allowed here.*--allow edit/);
        assert.match((await assistant.call("check", { file, text: "" })).text, /not checked here/);
        // Where the workflow lies on this machine is told to nobody.
        for (const name of ["missing.ts", "../outside.ts"]) {
          const { text, isError } = await assistant.call("check", { file: name });
          assert.ok(isError && !text.includes(served.folder), text);
        }
        const address = { space: "http://127.0.0.1:1" };
        assert.match((await assistant.call("describe_space", address)).text, /Only Spaces of the Hub/);
        const { value } = await assistant.call<{ nodes: { name: string }[] }>("describe_workflow", { file });
        assert.equal(value.nodes[0]?.name, "say");
        assert.match(
          (await assistant.call("run", { file, inputs: { "say.text": "other.ts" } })).text,
          era === "modern" ? /names a file of the server/ : /cannot ask them here/,
        );
      });
    });

    it(`use every tool where it is allowed, by the ${era} protocol`, async () => {
      await using(
        allowing,
        era,
        async (assistant) => {
          const file = "workflow.ts";
          for (const [name, args] of Object.entries({
            guide: { topic: "start" },
            components: { name: "Image" },
            explain: { code: "unknown-port" },
            check: { file, text: workflow },
            apply_fixes: { file },
            describe_workflow: { file },
            test_node: { file, node: "say" },
          })) {
            const { isError, text } = await assistant.call(name, args);
            assert.ok(!isError, `${name}: ${text}`);
          }
          const ran = await assistant.call<Ran>("run", { file, inputs: { "say.text": "hello" } });
          assert.deepEqual(ran.value.results, { say: { said: "You said hello" } }, ran.text);
          const read = await assistant.call<{ value: string }>("get_result", {
            ...{ run: ran.value.run, node: "say", port: "said" },
          });
          assert.equal(read.value.value, "You said hello");
        },
        false,
      );
    });
  }

  it("ask their person over HTTP too, where the protocol has a way", async () => {
    await using(served, "modern", async (assistant) => {
      const file = "workflow.ts";
      await assistant.call("run", { file, inputs: { "say.text": "what nobody else sees" } });
      const { value, text } = await assistant.call<Ran>("run", { file });
      assert.deepEqual(value.results, { say: { said: "You said fox" } }, text);
    });
  });
});
