import assert from "node:assert/strict";

/** A workflow that calls a real Gradio app and a function. */
export const workflow = (app: string) => `import { FnNode, GradioNode, Graph, gr } from "daggr";
const greet = new GradioNode("${app}", {
  apiName: "/greet",
  inputs: { name: gr.Textbox({ value: "fox" }), punctuation: "!", times: 1, excited: false },
  outputs: { greeting: gr.Textbox() },
});
const loud = new FnNode(({ text }) => text.toUpperCase(), { inputs: { text: greet.greeting }, outputs: { text: gr.Textbox() } });
export default new Graph({ name: "Greet", nodes: [loud] });
`;

export interface Answer {
  readonly value: unknown;
  readonly text: string;
  readonly isError: boolean;
}

export type CallTool = (name: string, args: Readonly<Record<string, unknown>>) => Promise<Answer>;

/** Calls every tool once, as an assistant does that makes a workflow; each has to find what is there. Gives the names of the tools. */
export async function callEveryTool(callTool: CallTool): Promise<readonly string[]> {
  const called: string[] = [];
  const call = async (name: string, args: Readonly<Record<string, unknown>>, expected: RegExp) => {
    const { value, text, isError } = await callTool(name, args);
    assert.ok(!isError, `${name}: ${text}`);
    assert.match(JSON.stringify(value), expected, name);
    called.push(name);
    return value;
  };
  const file = "workflow.ts";
  await call("guide", { topic: "start" }, /GradioNode/);
  await call("find_spaces", { query: "greet" }, /"tester\/greeter"/);
  await call("describe_space", { space: "tester/greeter", endpoint: "/greet" }, /"Greeting"/);
  await call("find_models", { task: "text-to-image" }, /"tester\/painter"/);
  await call("describe_model", { model: "tester/painter" }, /new InferenceNode/);
  await call("components", { name: "Slider" }, /"minimum"/);
  await call("check", { file }, /"diagnostics":\[\]/);
  await call("apply_fixes", { file }, /"fixed":\[\]/);
  await call("explain", { code: "unknown-port" }, /unknown-port/);
  await call("describe_workflow", { file }, /"greet"/);
  await call("test_node", { file, node: "greet", inputs: { name: "owl" } }, /Hello, owl!/);
  const ran = await call("run", { file, inputs: { "greet.name": "cat" } }, /HELLO, CAT!/);
  // The cast: the tool's result has been looked at.
  const { run } = ran as { readonly run: string };
  await call("get_result", { run, node: "loud", port: "text" }, /"HELLO, CAT!"/);
  return called;
}
