import assert from "node:assert/strict";
import { TestLanguage } from "./test-language.ts";

/** Each state of a text that is typed in an editor, which closes brackets and quotes by itself. */
function* states(text: string): Generator<string> {
  const closing = new Map(["()", "[]", "{}", '""'].map(([open = "", close = ""]) => [open, close]));
  let typed = "";
  let closed = "";
  for (const letter of text) {
    typed += letter;
    const close = closing.get(letter);
    if (closed.startsWith(letter)) closed = closed.slice(1);
    else if (close !== undefined) closed = close + closed;
    yield typed + closed;
  }
}

describe("a workflow that is typed", () => {
  const asking = new TestLanguage();
  after(() => asking.dispose());

  const head = `import { FnNode, GradioNode, Graph, gr } from "daggr";\n`;
  const say = (inputs: string) =>
    `const say = new GradioNode("owner/speech", { apiName: "/say", inputs: ${inputs}, outputs: { audio: gr.Audio() } });\n`;
  const workflow = (body = "1", inputs = `{ text: "Hello" }`) =>
    `${head}${say(inputs)}const one = new FnNode(({ audio }) => ${body}, { inputs: { audio: say.audio } });\n` +
    `export default new Graph({ name: "Test", nodes: [one] });\n`;

  /** What is said in any state, and where the text had got to. */
  const said = (typed: string, place: (state: string) => string) => {
    const found = new Map<string, string>();
    for (const state of states(typed))
      for (const { code, message } of asking.ruleDiagnostics(place(state))) {
        const problem = `${code}: ${message.split(/[.,]/)[0]}`;
        if (!found.has(problem)) found.set(problem, state);
      }
    return Object.fromEntries(found);
  };

  it("has no problems while the body of a function is written", () => {
    assert.deepEqual(
      said(`Math.max(1, Number("12".length)) * [audio].map((one) => ({ one })).length`, workflow),
      {},
    );
  });

  it("has no problems of its options while a node is written, and is told that nothing uses it", () => {
    assert.deepEqual(
      said(
        "const more = new FnNode(() => 1, { outputs: { n: gr.Number() } });",
        (state) => workflow() + state,
      ),
      {
        "unused-node: Node 'more' is in no graph": "const more = new FnNode",
        // Whoever forgets the parentheses is told so; until they are typed it is the same text.
        "invalid-output: Output 'n' is a function that makes a component":
          "const more = new FnNode(() => 1, { outputs: { n: gr.Number}})",
      },
    );
  });

  it("lacks an input until it is begun, and has no problem while it is written", () => {
    assert.deepEqual(
      said(`{ text: "Hello" }`, (state) => workflow("1", state)),
      { "missing-parameter: Missing required parameter 'text' for endpoint '/say' of 'owner/speech'": "{}" },
    );
  });
});
