import assert from "node:assert/strict";
import { engine } from "../../../src/runtime/daggr/engine.ts";
import { FnNode, GradioNode, Graph, gr } from "../../../src/runtime/daggr/public.ts";
import { describeOne } from "./load.ts";

describe("What the process asks of the module", () => {
  it("finds nodes and their code by name", async () => {
    const fn = ({ text }: { text: string }) => text;
    const preprocess = (inputs: object) => inputs;
    const postprocess = (one: unknown) => one;
    const summary = new FnNode(fn, {
      inputs: { text: () => "drawn" },
      preprocess,
      postprocess,
      outputs: { a: gr.Textbox() },
    });
    const variant = new GradioNode("a/b", { outputs: { a: gr.Textbox() } });
    const pick = summary.or(variant);
    const graph = new Graph({ name: "g", nodes: [pick] });
    describeOne(graph, { summary, pick });
    const code = engine.codeOf("g", "summary");
    assert.deepEqual(
      [code?.kind, code?.fn, code?.preprocess, code?.postprocess, code?.outputs],
      ["fn", fn, preprocess, postprocess, ["a"]],
    );
    assert.equal(await code?.callables["text"]?.(), "drawn");
    assert.equal(engine.codeOf("g", "b")?.kind, "gradio");
    assert.equal(engine.codeOf("g", "nobody"), undefined);
    assert.equal(engine.codeOf("other", "summary"), undefined);
    assert.deepEqual(engine.placeOf(variant), { graph: "g", node: "b" });
    assert.equal(engine.placeOf(new GradioNode("a/b")), undefined);
    assert.deepEqual(
      [graph, pick, {}, null].map((value) => [engine.isGraph(value), engine.isNode(value)]),
      [
        [true, false],
        [false, true],
        [false, false],
        [false, false],
      ],
    );
  });

  it("refuses test() while the file loads, then hands it on", async () => {
    const node = new GradioNode("a/b", { outputs: { text: gr.Textbox() } });
    await assert.rejects(node.test(), /GradioNode 'b'\.test\(\) cannot run while the file is still loading/);
    engine.setTester((asked, inputs) =>
      Promise.resolve({ same: asked === node, given: (inputs?.["x"] as number) ?? null }),
    );
    assert.deepEqual(await node.test({ x: 1 }), { same: true, given: 1 });
  });

  it("gives example values of components", () => {
    assert.equal(gr.Textbox().exampleValue(), "Hello!!");
    assert.equal(gr.Radio({ choices: ["a", "b"] }).exampleValue(), "a");
    assert.match(gr.Image().exampleValue(), /^data:image\/png;base64,/);
  });
});
