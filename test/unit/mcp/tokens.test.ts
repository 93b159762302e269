import assert from "node:assert/strict";
import { tools } from "../../../src/mcp/tools.ts";
import { startHub, type LocalHub } from "../../support/hub.ts";
import { startTinyApp } from "../check/tiny-app.ts";
import { Program } from "../terminal/support/program.ts";
import { Assistant } from "./support/assistant.ts";

/** What nobody may read: the Hub's token in the file of `hf auth login`, and the password of an app in the environment. */
const token = "hf_plantedInTheSettings";
const password = "planted-in-the-environment";
const planted = `${token} ${password}`;
const secret = new RegExp([token, password].join("|"));

/** Its function reads both by itself, and a Space, its description and its answer know them too. */
const workflow = (app: string, tokenFile: string) => `import { readFileSync } from "node:fs";
import { FnNode, GradioNode, Graph, gr } from "daggr";
const words = new GradioNode("${app}", {
  apiName: "/count",
  inputs: { text: gr.Textbox({ value: "a red fox" }) },
  outputs: { words: gr.Number(), longest: gr.Textbox() },
});
const told = new FnNode(({ longest }, context) => {
  const token = readFileSync(${JSON.stringify(tokenFile)}, "utf8");
  console.log(token, longest);
  context.progress(0.5, token);
  return { text: token + longest, list: [{ [token]: longest }] };
}, { inputs: { longest: words.longest }, outputs: { text: gr.Textbox(), list: gr.JSON() } });
const failing = new FnNode(({ text }) => { throw new Error("No " + text); }, { inputs: { text: told.text }, outputs: { never: gr.Textbox() } });
export default new Graph({ name: "Told", nodes: [failing] });
`;

/** Each mistake makes the checker quote what the Space says. */
const misspelt = (app: string) => `import { GradioNode, Graph, gr } from "daggr";
const speech = new GradioNode("${app}", { apiName: "/say", inputs: { text: "Hello", voice: "Alce" }, outputs: { speech: gr.Number() } });
export default new Graph({ name: "Misspelt", nodes: [speech] });
`;

describe("tokens of the settings and the environment, which a Space gives away too", function () {
  this.timeout(90_000);
  const program = new Program();
  let app: Awaited<ReturnType<typeof startTinyApp>>;
  let hub: LocalHub;
  let env: Readonly<Record<string, string>>;
  before(async () => {
    app = await startTinyApp({ speech: planted, longest: planted });
    hub = await startHub({ "tester/words": { url: app.url, title: planted, about: planted, likes: 5 } });
    hub.accounts.set(token, { name: "planted", mayWrite: false });
    hub.models.set("tester/painter", {
      pipelineTag: "text-to-image",
      providers: [{ provider: "hf-inference", task: "text-to-image" }],
    });
    const tokenFile = program.write("token.txt", token);
    program.write("workflow.ts", workflow(app.url, tokenFile));
    program.write("misspelt.ts", misspelt(app.url));
    env = { ...hub.env, HF_TOKEN: "", HF_TOKEN_PATH: tokenFile, DAGGR_LOGIN_EXAMPLE: `somebody:${password}` };
  });
  after(async () => {
    await Promise.all([app.stop(), hub.stop()]);
    program.remove();
  });

  it("are in nothing that the terminal prints", async () => {
    const commands: Readonly<Record<string, RegExp>> = {
      "check misspelt.ts --json": /wrong-output.*\[secret\]/s,
      "check misspelt.ts --format sarif": /wrong-output.*\[secret\]/s,
      "check misspelt.ts": /wrong-output.*\[secret\]|\[secret\].*wrong-output/s,
      "run workflow.ts --events": /\[secret\]/,
      "test workflow.ts told --json": /\[secret\]/,
    };
    for (const [command, expected] of Object.entries(commands)) {
      const { stdout, stderr } = await program.run(command.split(" "), env);
      assert.match(stdout, expected, `${command}: ${stderr}`);
      assert.doesNotMatch(stdout + stderr, secret, command);
    }
  });

  it("are in the answer of no tool, nor in what the server logs", async () => {
    const assistant = await Assistant.start(program, {
      era: "modern",
      args: ["--allow", "run,test,account"],
      env,
    });
    const called = new Map<string, string>();
    const call = async (name: string, args: Readonly<Record<string, unknown>> = {}) => {
      const news: string[] = [];
      const result = await assistant.call(name, args, { onProgress: (message) => news.push(message) });
      called.set(name, JSON.stringify([result, news]));
      return result;
    };
    try {
      const file = "workflow.ts";
      await call("guide");
      await call("find_spaces", { query: "words" });
      await call("describe_space", { space: "tester/words" });
      await call("find_models", { task: "text-to-image", query: token });
      await call("describe_model", { model: token });
      await call("components", { name: token });
      await call("check", { file: "misspelt.ts" });
      await call("apply_fixes", { file: "misspelt.ts" });
      await call("explain", { code: token });
      await call("test_node", { file, node: "told" });
      const { value } = await call("run", { file });
      // The cast: what a run gives.
      const { run } = value as { readonly run: string };
      await call("get_result", { run, node: "told", port: "list" });
      await call("describe_workflow", { file });
    } finally {
      await assistant.close();
    }
    assert.deepEqual([...called.keys()].toSorted(), tools.map(({ name }) => name).toSorted());
    for (const [name, answer] of called) assert.doesNotMatch(answer, secret, name);
    for (const name of ["find_spaces", "describe_space", "check", "test_node", "run", "get_result"])
      assert.match(called.get(name) ?? "", /\[secret\]/, name);
    assert.doesNotMatch(assistant.log, secret);
  });
});
