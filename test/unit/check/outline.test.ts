import assert from "node:assert/strict";
import { outline } from "../../../src/runtime/check/features/outline.ts";
import type { OutlineNode } from "../../../src/runtime/protocol/language.ts";
import { TestLanguage } from "./test-language.ts";

const imports = `import { Approve, ChooseOne, FnNode, GradioNode, Graph, InferenceNode, InputNode, TextInput, gr } from "daggr";\n`;

describe("outline", () => {
  const asking = new TestLanguage();
  after(() => {
    asking.dispose();
  });
  const of = (code: string) => outline(asking.analysis(imports + code), 1);
  const names = (code: string) => of(code).nodes.map(({ name }) => name);
  const text = (code: string, { range }: Pick<OutlineNode, "range">) =>
    (imports + code)
      .split("\n")
      .slice(range.start.line, range.end.line + 1)
      .join("\n")
      .slice(range.start.character);

  it("names nodes by option, variable, function, Space and model", () => {
    const code = `
const a = new GradioNode("owner/speech");
const b = new FnNode(() => 1, { name: "The Bee" });
function shout() { return "A"; }
export default new Graph({ name: "G", nodes: [a, b, new FnNode(shout), new GradioNode("x/Some-Space"), new InferenceNode("m/odel:p")] });`;
    assert.deepEqual(names(code), ["a", "The Bee", "shout", "Some-Space", "odel"]);
  });

  it("numbers made-up names as the runtime does", () => {
    const code = `export default new Graph({ name: "G", nodes: [new GradioNode("x/tts"), new GradioNode("y/tts"), new GradioNode("z/tts", { name: "tts_2" })] });`;
    assert.deepEqual(names(code), ["tts", "tts_3", "tts_2"]);
  });

  it("names what helper functions make by the variable outside", () => {
    const code = `
function speak(text: string) {
  const node = new GradioNode("owner/speech", { apiName: "/say", inputs: { text } });
  return node;
}
const hello = speak("Hello");
const bye = speak("Bye");
export default new Graph({ name: "G", nodes: [hello, bye] });`;
    assert.deepEqual(names(code), [undefined, "hello", "bye"]);
  });

  it("leaves nodes of loops without a name", () => {
    const code = `const nodes = [1, 2].map((n) => new FnNode(() => n));\nfor (const n of nodes) new FnNode(() => n);`;
    assert.deepEqual(names(code), [undefined, undefined]);
  });

  it("puts variants inside their choice", () => {
    const code = `
const voice = new GradioNode("a/one", { outputs: { x: null } })
  .or(new GradioNode("b/two", { outputs: { x: null } }))
  .or(new GradioNode("c/three", { outputs: { x: null } }));`;
    const [choice, ...others] = of(code).nodes;
    assert.equal(choice?.kind, "choice");
    assert.equal(choice.name, "voice");
    assert.deepEqual(
      choice.variants.map(({ name }) => name),
      ["one", "two", "three"],
    );
    assert.deepEqual(others, []);
  });

  it("knows human steps and input nodes", () => {
    const code = `
const settings = new InputNode({ ports: { size: gr.Slider() } });
const best = new ChooseOne({ options: ["a", "b"] });
const ok = new Approve({ value: best.choice });
new TextInput();`;
    assert.deepEqual(
      of(code).nodes.map(({ kind, name, outputs }) => [kind, name, outputs.map((one) => one.name)]),
      [
        ["input", "settings", ["size"]],
        ["human", "best", []],
        ["human", "ok", []],
        ["human", "textInput", []],
      ],
    );
  });

  it("tells where statements and names are", () => {
    const code = `\nexport const a = new FnNode(\n  ({ x }) => x,\n  { inputs: { x: 1 } },\n);\n`;
    const [node] = of(code).nodes;
    assert.ok(node);
    assert.equal(text(code, node).startsWith("export const a"), true);
    assert.deepEqual(node.selection, { start: { line: 2, character: 13 }, end: { line: 2, character: 14 } });
    assert.deepEqual(
      node.inputs.map(({ name, range }) => [name, range.start]),
      [["x", { line: 4, character: 14 }]],
    );
    assert.equal(node.debuggable, true);
  });

  it("lists graphs and whether they are exported", () => {
    const code = `export const one = new Graph({ name: "One", nodes: [] });\nconst two = new Graph({ name: "Two", nodes: [] });\nexport default new Graph({ name: "Three", nodes: [] });`;
    assert.deepEqual(
      of(code).graphs.map(({ name, exported }) => [name, exported]),
      [
        ["One", true],
        ["Two", false],
        ["Three", true],
      ],
    );
  });

  it("is there while the text is being typed", () => {
    assert.deepEqual(names(`const a = new GradioNode("owner/speech", { apiName: "/say", inputs: {`), ["a"]);
    assert.deepEqual(
      names(`const a = new FnNode(({ x }) => x, { inputs: { x: 1 } });\nconst b = new GradioNode(`),
      ["a", "b"],
    );
  });
});
